package ai.magibu.evaluation.internal.result;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.result.Cost;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.TaskType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code magibu.json}: the settings of a run, and of each task what mteb's file has no place for. */
final class SideFile {

    private SideFile() {}

    static ObjectNode create(EncoderSettings encoder, Protocol protocol) {
        ObjectNode root = ResultJson.MAPPER.createObjectNode();
        root.put("tool", "magibu-evaluation");
        root.put("version", Version.current());
        root.put("protocol", protocol.id());
        root.set("encoder", settings(encoder));
        root.putObject("tasks");
        return root;
    }

    static ObjectNode settings(EncoderSettings encoder) {
        ObjectNode settings = ResultJson.MAPPER.createObjectNode();
        settings.put("model", encoder.model());
        settings.put("revision", encoder.revision());
        settings.put("precision", encoder.precision());
        settings.put("prompts", encoder.prompts());
        settings.put("dimensions", encoder.dimensions());
        settings.put("max_tokens", encoder.maxTokens());
        return settings;
    }

    static EncoderSettings encoder(JsonNode root) {
        JsonNode settings = root.get("encoder");
        return new EncoderSettings(settings.get("model").asText(), settings.get("revision").asText(), settings.get("precision").asText(),
                settings.get("prompts").asText(), settings.get("dimensions").asInt(), settings.get("max_tokens").asInt());
    }

    static Protocol protocol(JsonNode root) {
        return Protocol.valueOf(root.get("protocol").asText().toUpperCase(Locale.ROOT));
    }

    static void put(ObjectNode root, TaskResult result) {
        ObjectNode task = root.withObject("/tasks").putObject(result.task());
        task.put("type", result.type().name());
        task.put("main_score", result.mainScore());
        task.put("dataset", result.dataset());
        task.put("dataset_commit", result.revision());
        task.put("date", result.date().toString());
        Cost cost = result.cost();
        task.put("seconds", seconds(cost.total()));
        task.put("encoding_seconds", seconds(cost.encoding()));
        task.put("texts", cost.texts());
        task.put("encoded_texts", cost.encodedTexts());
        task.put("tokens", cost.tokens());
        task.put("truncated_texts", cost.truncated());
        ObjectNode ceilings = task.putObject("recall_ceiling");
        for (SplitResult split : result.splits()) {
            if (split.ceiling() != null) {
                ceilings.put(split.split(), split.ceiling());
            }
        }
    }

    static TaskResult result(String name, JsonNode task, List<SplitResult> splits) {
        JsonNode ceilings = task.path("recall_ceiling");
        List<SplitResult> complete = splits.stream().map(split -> new SplitResult(split.split(), split.subset(), split.languages(),
                split.scores(), split.parts(), ceilings.has(split.split()) ? ceilings.get(split.split()).asDouble() : null)).toList();
        Cost cost = new Cost(duration(task.get("seconds")), duration(task.get("encoding_seconds")), task.get("texts").asInt(),
                task.get("encoded_texts").asInt(), task.get("tokens").asLong(), task.get("truncated_texts").asLong());
        return new TaskResult(name, TaskType.valueOf(task.get("type").asText()), task.get("main_score").asText(),
                task.get("dataset").asText(), task.get("dataset_commit").asText(), complete, cost,
                Instant.parse(task.get("date").asText()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Duration duration(JsonNode seconds) {
        return Duration.ofMillis(Math.round(seconds.asDouble() * 1000));
    }
}
