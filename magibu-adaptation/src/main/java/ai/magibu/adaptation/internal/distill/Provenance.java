package ai.magibu.adaptation.internal.distill;

import ai.magibu.adaptation.api.KeptWeights;
import ai.magibu.adaptation.api.TrainingHistory;
import ai.magibu.adaptation.api.TrainingHistory.Score;
import ai.magibu.evaluation.internal.file.AtomicFile;
import ai.magibu.evaluation.internal.page.HtmlPage;
import ai.magibu.evaluation.internal.page.MarkdownPage;
import ai.magibu.evaluation.internal.page.Page;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The origin that a distilled model states: {@code README.md}, {@code adaptation.json}, {@code report.html} and {@code report.md}.
 *
 * @param run the settings that decide about the numbers, the fingerprint of the student and the hashes of the data
 * @param texts the texts of the training
 * @param heldOut the texts of the validation
 */
record Provenance(DistillationPlan plan, Map<String, String> run, TrainingHistory history, int texts, int heldOut) {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    void write(Path folder) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("step", "distillation");
        ObjectNode settings = json.putObject("settings");
        settings().forEach(settings::put);
        settings.put("threads", plan.options().threads());
        json.put("texts", texts).put("held_out_texts", heldOut).put("tokens", history.tokens()).put("truncated_texts", history.truncated());
        json.put("optimizer_steps", history.steps().size()).put("saved_step", savedStep());
        scores(json, "validation_cosine", history.validations());
        scores(json, "evaluation_score", history.evaluations());
        AtomicFile.replace(folder.resolve("adaptation.json"), JSON.writeValueAsBytes(json));
        Page page = new DistillationReport(this).page();
        AtomicFile.replace(folder.resolve("report.html"), bytes(HtmlPage.of(page)));
        AtomicFile.replace(folder.resolve("report.md"), bytes(MarkdownPage.of(page)));
        AtomicFile.replace(folder.resolve("README.md"), bytes(DistillationCard.of(this)));
    }

    private static void scores(ObjectNode json, String name, List<Score> scores) {
        ObjectNode written = json.putObject(name);
        scores.forEach(score -> written.put(String.valueOf(score.step()), score.value()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns what was set, without what has no value. */
    Map<String, String> settings() {
        Map<String, String> set = new TreeMap<>(run);
        set.values().removeIf(String::isEmpty);
        return set;
    }

    /** Returns the measurement of the weights that were saved; empty without validation. */
    Optional<Score> saved(List<Score> scores) {
        return scores.stream().filter(score -> score.step() == savedStep()).findFirst();
    }

    /** Returns the step whose weights were saved. */
    int savedStep() {
        return plan.options().kept() == KeptWeights.LAST
                ? history.steps().size()
                : history.validations().stream().max(Comparator.comparingDouble(Score::value)).map(Score::step)
                        .orElse(history.steps().size());
    }

    /** Returns the name of the student that was trained. */
    String studentName() {
        return String.valueOf(plan.student().toAbsolutePath().normalize().getFileName());
    }
}
