package ai.magibu.sample;

import static ai.magibu.sample.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A file whose parsing never ends blocks neither the queue nor the application. */
class HostileFilesIT {

    @Test
    void aFileThatTakesForEverIsCancelledOrGivenUpAndTheStopTakesSeconds() {
        SampleApp app = SampleApp.start(SampleApp.filledFolder());
        try {
            Api api = app.api();
            api.upload(Map.entry("sonsuz.pdf", nestedForms()));
            await().atMost(Duration.ofSeconds(30)).until(() -> api.document("sonsuz.pdf").path("state").asString().equals("reading"));
            assertThat(api.search("Van Gölü").status()).isEqualTo(200);

            long start = System.nanoTime();
            api.post("/api/documents/" + api.document("sonsuz.pdf").path("id").asString() + "/cancel");
            assertThat(api.ingest(file("sonraki.txt", "Sıradaki belge.")).path("state").asString()).isEqualTo("stored");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));

            api.upload(Map.entry("sonsuz-2.pdf", nestedForms()));
            await().atMost(Duration.ofSeconds(30)).until(() -> api.document("sonsuz-2.pdf").path("state").asString().equals("reading"));
        } finally {
            long start = System.nanoTime();
            app.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    /** Each form paints the next one twice: 2^30 paintings. */
    private static byte[] nestedForms() {
        StringBuilder pdf = new StringBuilder("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>endobj\n"
                + "4 0 obj<</Length 4>>stream\n/F Do\nendstream endobj\n");
        for (int i = 5; i < 35; i++) {
            pdf.append(i).append(" 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F ").append(i + 1)
                    .append(" 0 R>>>>/Length 11>>stream\n/F Do /F Do\nendstream endobj\n");
        }
        pdf.append("35 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 3>>stream\nq Q\nendstream endobj\ntrailer<</Root 1 0 R>>\n");
        return pdf.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
