package ai.magibu.evaluation.internal.result;

import ai.magibu.evaluation.result.ThresholdResult;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON of a threshold. */
final class ThresholdFile {

    private ThresholdFile() {}

    static String write(ThresholdResult result) {
        ObjectNode root = ResultJson.MAPPER.createObjectNode();
        root.put("name", result.name());
        root.set("encoder", SideFile.settings(result.encoder()));
        root.put("pairs", result.pairs());
        root.put("matching", result.matching());
        root.put("goal", result.goal());
        root.set("threshold", IntervalJson.write(result.threshold()));
        root.set("scores", IntervalJson.write(result.scores()));
        return ResultJson.text(root);
    }

    static ThresholdResult read(JsonNode root) {
        return new ThresholdResult(root.get("name").asText(), SideFile.encoder(root), root.get("pairs").asInt(),
                root.get("matching").asInt(), root.get("goal").asText(), IntervalJson.read(root.get("threshold")),
                IntervalJson.map(root.get("scores"), IntervalJson::read));
    }
}
