package ai.magibu.evaluation.internal.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.result.QueryRank;
import ai.magibu.evaluation.result.RetrievalResult;
import ai.magibu.evaluation.stats.Interval;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON of a search in a user's own data. */
final class RetrievalFile {

    private RetrievalFile() {}

    static String write(RetrievalResult result) {
        ObjectNode root = ResultJson.MAPPER.createObjectNode();
        root.put("name", result.name());
        root.set("encoder", SideFile.settings(result.encoder()));
        root.put("documents", result.documents());
        root.put("queries", result.queries());
        root.set("scores", scores(result.scores()));
        ObjectNode intervals = root.putObject("intervals");
        result.intervals().forEach((metric, interval) -> intervals.putArray(metric).add(interval.value()).add(interval.low())
                .add(interval.high()));
        ObjectNode perQuery = root.putObject("per_query");
        result.perQuery().forEach((query, scores) -> perQuery.set(query, scores(scores)));
        ArrayNode ranks = root.putArray("ranks");
        result.ranks().forEach(rank -> ranks.addObject().put("id", rank.id()).put("text", rank.text()).put("rank", rank.rank()));
        return ResultJson.text(root);
    }

    static RetrievalResult read(JsonNode root) {
        List<QueryRank> ranks = new ArrayList<>();
        root.get("ranks")
                .forEach(rank -> ranks.add(new QueryRank(rank.get("id").asText(), rank.get("text").asText(), rank.get("rank").asInt())));
        return new RetrievalResult(root.get("name").asText(), SideFile.encoder(root), root.get("documents").asInt(),
                root.get("queries").asInt(), scores(root.get("scores")), map(root.get("per_query"), RetrievalFile::scores),
                map(root.get("intervals"),
                        interval -> new Interval(interval.get(0).asDouble(), interval.get(1).asDouble(), interval.get(2).asDouble())),
                ranks);
    }

    private static ObjectNode scores(Scores scores) {
        ObjectNode node = ResultJson.MAPPER.createObjectNode();
        scores.asMap().forEach(node::put);
        return node;
    }

    private static Scores scores(JsonNode node) {
        return Scores.of(map(node, JsonNode::asDouble));
    }

    private static <T> Map<String, T> map(JsonNode node, Function<JsonNode, T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        node.fields().forEachRemaining(field -> map.put(field.getKey(), value.apply(field.getValue())));
        return map;
    }
}
