package ai.magibu.evaluation.internal.result;

import java.util.ArrayList;
import java.util.List;

import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.result.QueryRank;
import ai.magibu.evaluation.result.RetrievalResult;
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
        root.set("intervals", IntervalJson.write(result.intervals()));
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
                root.get("queries").asInt(), scores(root.get("scores")), IntervalJson.map(root.get("per_query"), RetrievalFile::scores),
                IntervalJson.map(root.get("intervals"), IntervalJson::read), ranks);
    }

    private static ObjectNode scores(Scores scores) {
        ObjectNode node = ResultJson.MAPPER.createObjectNode();
        scores.asMap().forEach(node::put);
        return node;
    }

    private static Scores scores(JsonNode node) {
        return Scores.of(IntervalJson.map(node, JsonNode::asDouble));
    }
}
