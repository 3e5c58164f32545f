package ai.magibu.sample.http;

import static ai.magibu.sample.http.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Start, store, search, stop, start again: what was stored is there. Short, so that CI runs it on PGlite as well. */
class RestartIT {

    @Test
    void documentsOutliveARestart() {
        Path data = SampleApp.temporaryFolder();
        JsonNode before;
        try (SampleApp app = SampleApp.start(data)) {
            app.api().ingest(file("mors.txt", "Mors alfabesi nokta ve çizgilerden oluşur."));
            String kangal = app.api().get("/api/documents").body().valueStream()
                    .filter(d -> d.path("source").asString().equals("kangal.md"))
                    .map(d -> d.path("id").asString())
                    .findFirst()
                    .orElseThrow();
            assertThat(app.api().delete(kangal).status()).isEqualTo(204);
            before = app.api().get("/api/documents").body();
            assertThat(before.size()).isGreaterThan(40);
        }
        try (SampleApp app = SampleApp.start(data)) {
            JsonNode after = app.api().get("/api/documents").body();
            assertThat(after).isEqualTo(before);
            List<String> sources = app.api().search("Mors alfabesi neden oluşur?", 5).each("passages", "source");
            assertThat(sources).contains("mors.txt");
        }
    }
}
