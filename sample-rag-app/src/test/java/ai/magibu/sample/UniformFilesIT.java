package ai.magibu.sample;

import static ai.magibu.sample.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Large files of similar lines do not hide other documents. Many vectors in few places can split an HNSW graph, so that no path leads
 * to the rest.
 */
@ExtendWith(OutputCaptureExtension.class)
class UniformFilesIT {

    @Test
    void nothingThatIsStoredBecomesUnfindable(CapturedOutput output) throws Exception {
        Path data = SampleApp.filledFolder();
        int exact;
        try (SampleApp app = SampleApp.start(data)) {
            int alone = RetrievalQualityIT.hits(app.api(), "vector");
            storeUniformFiles(app.api());
            exact = RetrievalQualityIT.hits(app.api(), "vector");
            assertThat(exact).as("some rows are nearer to a question than its document").isGreaterThanOrEqualTo(alone - 3);
            assertThat(indexes(app)).isZero();
        }
        try (SampleApp app = SampleApp.startNow(data, "--sample.exact-search-up-to=1000",
                // the planner otherwise prefers the exact search of so few
                "--spring.datasource.hikari.connection-init-sql=SET hnsw.iterative_scan = strict_order; SET hnsw.ef_search = 200; "
                        + "SET enable_seqscan = off; SET enable_sort = off")) {
            app.api().ingest(file("son.txt", "Son belge.")); // builds the index, and finds that it loses documents
            await().atMost(Duration.ofMinutes(2)).until(() -> output.getAll().contains("searches are exact"));
            assertThat(RetrievalQualityIT.hits(app.api(), "vector")).isGreaterThanOrEqualTo(exact - 1);
            assertThat(indexes(app)).isZero();
        }
    }

    private static void storeUniformFiles(Api api) {
        Random random = new Random(1);
        byte[] noise = new byte[300_000];
        random.nextBytes(noise);
        api.ingest(file("base64.txt", Base64.getMimeEncoder().encodeToString(noise)));
        api.ingest(file("satirlar.csv", IntStream.range(0, 3_000)
                .mapToObj(i -> String.format(Locale.ROOT, "%d;%d.%02d.2024;Kayıt %d;%d,%02d TL;Ödendi",
                        i, 1 + i % 28, 1 + i % 12, i, random.nextInt(1_000), random.nextInt(100)))
                .collect(Collectors.joining("\n"))));
    }

    private static long indexes(SampleApp app) {
        return app.bean(JdbcClient.class).sql("SELECT count(*) FROM pg_indexes WHERE indexname = 'chunks_hnsw'")
                .query(Long.class).single();
    }
}
