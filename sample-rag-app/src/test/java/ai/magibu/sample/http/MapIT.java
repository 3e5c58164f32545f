package ai.magibu.sample.http;

import static ai.magibu.sample.http.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MapIT {

    private final Api api = SampleApp.shared().api();

    @Test
    void everyChunkIsAPoint() {
        JsonNode map = api.get("/api/map").body();
        JsonNode status = api.get("/api/status").body();

        assertThat(map.path("total").asInt()).isEqualTo(status.path("chunks").asInt());
        assertThat(map.path("sampled").asInt()).isEqualTo(map.path("points").size()).isEqualTo(map.path("total").asInt());
        for (JsonNode point : map.path("points")) {
            assertThat(UUID.fromString(point.path("documentId").asString())).isNotNull();
            assertThat(point.path("title").asString()).isNotBlank();
            assertThat(point.path("text").asString()).isNotBlank();
            assertThat(point.path("x").asDouble()).isBetween(0.0, 1.0);
            assertThat(point.path("y").asDouble()).isBetween(0.0, 1.0);
        }
    }

    /** The bundled documents have three to four chunks each, of some 160: by chance it would be one in fifty. */
    @Test
    void chunksOfOneDocumentAreNeighbours() {
        List<JsonNode> points = new ArrayList<>();
        api.get("/api/map").body().path("points").forEach(points::add);
        long together = points.stream()
                .filter(point -> points.stream()
                        .filter(other -> other != point)
                        .min((a, b) -> Double.compare(distance(point, a), distance(point, b)))
                        .orElseThrow()
                        .path("documentId").equals(point.path("documentId")))
                .count();
        assertThat((double) together / points.size()).isGreaterThan(0.5);
    }

    @Test
    void mapFollowsTheDocuments() {
        JsonNode before = api.get("/api/map").body();
        assertThat(api.get("/api/map").body()).as("the same again").isEqualTo(before);

        String id = api.ingest(file("harita.txt", "Haritada yeni bir nokta olur.")).get(0).path("documentId").asString();
        assertThat(api.get("/api/map").each("points", "documentId")).contains(id);
        api.delete(id);
        assertThat(api.get("/api/map").each("points", "documentId")).doesNotContain(id);
    }

    private static double distance(JsonNode a, JsonNode b) {
        return Math.hypot(a.path("x").asDouble() - b.path("x").asDouble(), a.path("y").asDouble() - b.path("y").asDouble());
    }
}
