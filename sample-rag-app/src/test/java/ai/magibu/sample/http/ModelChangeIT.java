package ai.magibu.sample.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.magibu.sample.startup.StartupProblem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Vectors of two models never meet. */
class ModelChangeIT {

    private static final String OTHER_MODEL = "--magibu.embedding.model="
            + Path.of("../magibu-embedding-core/src/test/resources/models/tiny/model").toAbsolutePath().normalize();

    @Test
    void otherModelIsRefusedUntilAskedToEmbedAnew() {
        Path data = SampleApp.temporaryFolder();
        JsonNode documents;
        int demoDimension;
        try (SampleApp app = SampleApp.start(data)) {
            documents = app.api().get("/api/documents").body();
            demoDimension = app.api().get("/api/status").body().path("model").path("dimension").asInt();
        }

        assertThatThrownBy(() -> SampleApp.start(data, OTHER_MODEL).close())
                .hasRootCauseInstanceOf(StartupProblem.class)
                .rootCause()
                .hasMessageContaining("demo")
                .hasMessageContaining(demoDimension + " dimensions")
                .extracting(problem -> ((StartupProblem) problem).action())
                .asString()
                .contains("sample.store.on-model-change=reembed", "sample.data-directory");

        // Not only another model: the same one with shorter vectors, too.
        assertThatThrownBy(() -> SampleApp.start(data, "--magibu.embedding.dimensions=" + demoDimension / 2).close())
                .hasRootCauseInstanceOf(StartupProblem.class);

        try (SampleApp app = SampleApp.start(data, OTHER_MODEL, "--sample.store.on-model-change=reembed")) {
            JsonNode model = app.api().get("/api/status").body().path("model");
            assertThat(model.path("demo").asBoolean()).isFalse();
            int dimension = model.path("dimension").asInt();
            assertThat(dimension).isNotEqualTo(demoDimension);
            assertThat(app.api().get("/api/documents").body()).isEqualTo(documents);
            assertThat(app.api().search("deprem", 50).body().path("passages")).hasSize(50);
            JdbcClient jdbc = app.bean(JdbcClient.class);
            assertThat(chunksWithoutAVectorOf(dimension, jdbc)).isZero();
            assertThat(jdbc.sql("SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%USING hnsw (embedding halfvec_cosine_ops)%'")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        }

        // And back, to find as well as before.
        try (SampleApp app = SampleApp.start(data, "--sample.store.on-model-change=reembed")) {
            assertThat(app.api().search("Van Gölü kışın neden donmuyor?", 1).each("passages", "source"))
                    .containsExactly("van-golu.md");
        }
    }

    @Test
    void whatIsStoredBeforeTheTableIsLockedGetsItsVectorsToo() throws Exception {
        try (SampleApp old = SampleApp.start(SampleApp.temporaryFolder());
                Connection storing = old.bean(DataSource.class).getConnection();
                Statement statement = storing.createStatement()) {
            JdbcClient jdbc = old.bean(JdbcClient.class);
            storing.setAutoCommit(false);
            statement.execute("""
                    INSERT INTO chunks (document_id, position, start_offset, end_offset, text, search, embedding)
                    SELECT document_id, position + 1000 * copy, start_offset, end_offset, text, search, embedding
                    FROM chunks, generate_series(1, 3) AS copy""");
            CompletableFuture<SampleApp> starting = CompletableFuture.supplyAsync(
                    () -> old.replica(OTHER_MODEL, "--sample.store.on-model-change=reembed"));
            await().atMost(Duration.ofMinutes(1)).until(() -> jdbc.sql(
                            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'chunks'::regclass")
                    .query(Integer.class)
                    .single() > 0);
            storing.commit();

            try (SampleApp changed = starting.get(2, TimeUnit.MINUTES)) {
                int dimension = changed.api().get("/api/status").body().path("model").path("dimension").asInt();
                assertThat(chunksWithoutAVectorOf(dimension, jdbc)).isZero();
            }
        }
    }

    private static int chunksWithoutAVectorOf(int dimension, JdbcClient jdbc) {
        return jdbc.sql("SELECT count(*) FROM chunks WHERE embedding IS NULL OR vector_dims(embedding::vector) <> ?")
                .param(dimension)
                .query(Integer.class)
                .single();
    }
}
