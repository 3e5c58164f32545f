package ai.magibu.adaptation.internal.train;

import ai.magibu.adaptation.api.TrainingHistory;
import ai.magibu.adaptation.api.TrainingHistory.Score;
import ai.magibu.adaptation.api.TrainingHistory.Step;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The state of a training apart from its weights. The place in the shuffled order follows from the steps done. */
final class TrainingState {

    private final List<Step> steps = new ArrayList<>();
    private final List<Score> validations = new ArrayList<>();
    private final List<Score> evaluations = new ArrayList<>();
    private long tokens;
    private long texts;
    private long truncated;
    private int withoutImprovement;

    int step() {
        return steps.size();
    }

    long tokens() {
        return tokens;
    }

    long texts() {
        return texts;
    }

    int withoutImprovement() {
        return withoutImprovement;
    }

    Step last() {
        return steps.get(steps.size() - 1);
    }

    void add(Step step) {
        steps.add(step);
    }

    void count(long newTokens, long newTexts, long newTruncated) {
        tokens += newTokens;
        texts += newTexts;
        truncated += newTruncated;
    }

    /** Returns whether the cosine is the best so far. */
    boolean validated(double cosine) {
        boolean best = validations.stream().allMatch(earlier -> earlier.value() < cosine);
        validations.add(new Score(step(), cosine));
        withoutImprovement = best ? 0 : withoutImprovement + 1;
        return best;
    }

    boolean isValidated() {
        return !validations.isEmpty();
    }

    void evaluated(double score) {
        evaluations.add(new Score(step(), score));
    }

    TrainingHistory history() {
        return new TrainingHistory(steps, validations, evaluations, tokens, truncated);
    }

    void write(ObjectNode json) {
        json.put("tokens", tokens).put("texts", texts).put("truncated", truncated).put("without_improvement", withoutImprovement);
        ArrayNode written = json.putArray("steps");
        steps.forEach(step -> written.addArray().add(step.rate()).add(step.loss()).add(step.norm()));
        write(json.putArray("validations"), validations);
        write(json.putArray("evaluations"), evaluations);
    }

    private static void write(ArrayNode json, List<Score> scores) {
        scores.forEach(score -> json.addArray().add(score.step()).add(score.value()));
    }

    static TrainingState read(JsonNode json) {
        TrainingState state = new TrainingState();
        state.count(json.path("tokens").longValue(), json.path("texts").longValue(), json.path("truncated").longValue());
        state.withoutImprovement = json.path("without_improvement").intValue();
        for (JsonNode step : json.path("steps")) {
            state.add(new Step(state.step() + 1, step.path(0).doubleValue(), step.path(1).doubleValue(), step.path(2).doubleValue()));
        }
        json.path("validations").forEach(score -> state.validations.add(score(score)));
        json.path("evaluations").forEach(score -> state.evaluations.add(score(score)));
        return state;
    }

    private static Score score(JsonNode json) {
        return new Score(json.path(0).intValue(), json.path(1).doubleValue());
    }
}
