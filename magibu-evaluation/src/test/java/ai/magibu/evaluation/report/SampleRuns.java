package ai.magibu.evaluation.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.result.Cost;
import ai.magibu.evaluation.result.EvaluationRun;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.TaskType;

/** Runs whose scores are the figures of the model card. */
final class SampleRuns {

    static final EncoderSettings MAGIBU = encoder("alibayram/embeddingmagibu-200m", "fp32", 768);

    private SampleRuns() {}

    static EncoderSettings encoder(String model, String precision, int dimensions) {
        return new EncoderSettings(model, "0123abcd", precision, "none", dimensions, 8192);
    }

    /** Returns a run with all tasks of a model's column of the card, 0 for 200m and 1 for 152m. */
    static EvaluationRun card(EncoderSettings encoder, int model) {
        List<TaskResult> results = new ArrayList<>();
        ModelCard.load().tasks().forEach((name, task) -> {
            if (!Double.isNaN(task.figure(model))) {
                results.add(result(name, task.figure(model) / 100));
            }
        });
        return new EvaluationRun(encoder, Protocol.TRMTEB, results);
    }

    /** Returns the run with some results replaced. */
    static EvaluationRun with(EvaluationRun run, UnaryOperator<TaskResult> change) {
        return new EvaluationRun(run.encoder(), run.protocol(), run.results().stream().map(change).toList());
    }

    static EvaluationRun only(EvaluationRun run, String... tasks) {
        return new EvaluationRun(
                run.encoder(), run.protocol(), run.results().stream().filter(result -> List.of(tasks).contains(result.task())).toList());
    }

    static TaskResult result(String task, double score) {
        return result(task, score, "test");
    }

    static TaskResult result(String task, double score, String split) {
        TaskType type = type(task);
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put(mainScore(type), score);
        scores.put("another_score", score / 2);
        List<Scores> parts = type == TaskType.CLASSIFICATION ? List.of(Scores.of(scores), Scores.of(scores)) : List.of();
        Double ceiling = task.equals("MSMarcoTRRetrieval") ? Double.valueOf(0.60098) : type == TaskType.RETRIEVAL ? 1.0 : null;
        SplitResult result = new SplitResult(split, "default", List.of("tur-Latn"), Scores.of(scores), parts, ceiling);
        Cost cost = new Cost(Duration.ofMillis(95_000), Duration.ofSeconds(60), 2758, 2000, 120_000, 3);
        return new TaskResult(task, type, mainScore(type), "trmteb/" + task, "main", List.of(result), cost, Instant.EPOCH);
    }

    private static TaskType type(String task) {
        if (task.startsWith("STS")) {
            return TaskType.STS;
        }
        if (task.endsWith("Tr") || task.equals("XNLI")) {
            return TaskType.PAIR_CLASSIFICATION;
        }
        return task.endsWith("Mining") ? TaskType.BITEXT_MINING
                : task.endsWith("Classification") ? TaskType.CLASSIFICATION
                : task.endsWith("Clustering") ? TaskType.CLUSTERING : TaskType.RETRIEVAL;
    }

    private static String mainScore(TaskType type) {
        return switch (type) {
            case STS -> "cosine_spearman";
            case PAIR_CLASSIFICATION -> "max_ap";
            case RETRIEVAL -> "ndcg_at_10";
            case CLASSIFICATION -> "accuracy";
            case CLUSTERING -> "v_measure";
            case BITEXT_MINING -> "f1";
        };
    }
}
