package ai.magibu.evaluation.internal.result;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** mteb's JSON of one task. All scores have six decimals; one that is not defined is a bare {@code NaN}, as Python writes it. */
final class ResultFile {

    private static final int DECIMALS = 6;
    private static final String EXPERIMENTS = "scores_per_experiment";
    private static final String SETS = "v_measures";
    private static final List<String> NO_SCORES = List.of(EXPERIMENTS, SETS, "hf_subset", "languages");

    private ResultFile() {}

    static String write(Task task, TaskResult result, Protocol protocol) {
        ObjectNode root = ResultJson.MAPPER.createObjectNode();
        root.put("dataset_revision", task.revision());
        root.put("task_name", task.name());
        root.put("mteb_version", protocol.mtebVersion());
        ObjectNode scores = root.putObject("scores");
        result.splits().forEach(split -> scores.putArray(split.split()).add(split(task, split)));
        root.put("evaluation_time", result.cost().total().toNanos() / 1e9);
        root.putNull("kg_co2_emissions");
        if (protocol == Protocol.MTEB2) {
            root.put("date", result.date().getEpochSecond());
        }
        return ResultJson.text(root);
    }

    private static ObjectNode split(Task task, SplitResult split) {
        ObjectNode node = ResultJson.MAPPER.createObjectNode();
        if (!split.parts().isEmpty() && task.type() == TaskType.CLASSIFICATION) {
            ArrayNode experiments = node.putArray(EXPERIMENTS);
            split.parts().forEach(part -> putAll(experiments.addObject(), part));
        }
        putAll(node, split.scores());
        if (!split.parts().isEmpty() && task.type() == TaskType.CLUSTERING) {
            ArrayNode sets = node.putArray(SETS);
            split.parts().forEach(part -> sets.add(rounded(part.get("v_measure"))));
        }
        node.put("main_score", rounded(split.scores().get(task.mainScore())));
        node.put("hf_subset", split.subset());
        ArrayNode languages = node.putArray("languages");
        split.languages().forEach(languages::add);
        return node;
    }

    private static void putAll(ObjectNode node, Scores scores) {
        scores.asMap().forEach((name, score) -> node.put(name, rounded(score)));
    }

    /** Rounds as Python does: half to even, on the exact binary value. */
    private static double rounded(double score) {
        return Double.isFinite(score) ? new BigDecimal(score).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue() : score;
    }

    /** Returns the splits of a file without what mteb has no place for: the ceiling is null. */
    static List<SplitResult> read(JsonNode root) {
        List<SplitResult> splits = new ArrayList<>();
        root.get("scores").properties().forEach(split -> split.getValue()
                .forEach(subset -> splits.add(new SplitResult(split.getKey(), subset.get("hf_subset").asText(),
                        texts(subset.get("languages")), scores(subset), parts(subset), null))));
        return splits;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Scores scores(JsonNode node) {
        Map<String, Double> scores = new LinkedHashMap<>();
        node.properties().forEach(field -> {
            if (!NO_SCORES.contains(field.getKey())) {
                scores.put(field.getKey(), field.getValue().asDouble(Double.NaN));
            }
        });
        return Scores.of(scores);
    }

    private static List<Scores> parts(JsonNode subset) {
        List<Scores> parts = new ArrayList<>();
        subset.path(EXPERIMENTS).forEach(experiment -> parts.add(scores(experiment)));
        subset.path(SETS).forEach(set -> parts.add(Scores.of(Map.of("v_measure", set.asDouble(Double.NaN)))));
        return parts;
    }
}
