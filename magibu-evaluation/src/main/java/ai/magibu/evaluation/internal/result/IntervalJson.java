package ai.magibu.evaluation.internal.result;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import ai.magibu.evaluation.stats.Interval;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Intervals in JSON: {@code [value, low, high]}. */
final class IntervalJson {

    private IntervalJson() {}

    static ArrayNode write(Interval interval) {
        return ResultJson.MAPPER.createArrayNode().add(interval.value()).add(interval.low()).add(interval.high());
    }

    static ObjectNode write(Map<String, Interval> intervals) {
        ObjectNode node = ResultJson.MAPPER.createObjectNode();
        intervals.forEach((name, interval) -> node.set(name, write(interval)));
        return node;
    }

    static Interval read(JsonNode node) {
        return new Interval(node.get(0).asDouble(), node.get(1).asDouble(), node.get(2).asDouble());
    }

    /** Reads an object's fields in their order. */
    static <T> Map<String, T> map(JsonNode node, Function<JsonNode, T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        node.properties().forEach(field -> map.put(field.getKey(), value.apply(field.getValue())));
        return map;
    }
}
