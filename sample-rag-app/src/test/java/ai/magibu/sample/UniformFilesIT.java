package ai.magibu.sample;

import static ai.magibu.sample.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Large files whose lines all look alike do not hide other documents: many vectors in few places tear an HNSW graph, so that no path
 * leads to the rest.
 */
class UniformFilesIT {

    @Test
    void nothingThatIsStoredBecomesUnfindable() throws Exception {
        try (SampleApp app = SampleApp.start(SampleApp.temporaryFolder())) {
            Api api = app.api();
            int alone = RetrievalQualityIT.hits(api, "vector");
            storeUniformFiles(api);

            int exact = RetrievalQualityIT.hits(api, "vector");
            assertThat(exact).isGreaterThanOrEqualTo(alone - 6); // some rows are similar to questions
            assertThat(indexes(app)).isZero();

            try (SampleApp indexed = SampleApp.startNow(SampleApp.temporaryFolder())) {
                indexed.close();
            }
        }
    }

    private static void storeUniformFiles(Api api) {
        Random random = new Random(1);
        byte[] noise = new byte[100_000];
        random.nextBytes(noise);
        api.ingest(file("base64.txt", Base64.getMimeEncoder().encodeToString(noise)));
        api.ingest(file("satirlar.csv", IntStream.range(0, 3_000)
                .mapToObj(i -> "%d;%d.%02d.2024;Kayıt %d;%d,%02d TL;Ödendi".formatted(
                        i, 1 + i % 28, 1 + i % 12, i, random.nextInt(1_000), random.nextInt(100)))
                .collect(Collectors.joining("\n"))));
    }

    private static long indexes(SampleApp app) {
        return app.bean(JdbcClient.class).sql("SELECT count(*) FROM pg_indexes WHERE indexname = 'chunks_embedding'")
                .query(Long.class).single();
    }
}
