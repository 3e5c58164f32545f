package ai.magibu.sample.documents;

import static ai.magibu.sample.http.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.sample.http.SampleApp;
import ai.magibu.sample.store.ChunkStore;
import ai.magibu.sample.store.ChunkStore.NewChunk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A document is replaced in one transaction, its chunks included. */
class RollbackIT {

    private final SampleApp app = SampleApp.shared();
    private final DocumentRepository repository = app.bean(DocumentRepository.class);
    private final Random random = new Random(1);
    private final ChunkStore chunks = app.bean(ChunkStore.class);
    private final int dimension =
            app.api().get("/api/status").body().path("model").path("dimension").asInt();

    @Test
    void failureInTheMiddleLeavesEverythingAsItWas() {
        app.api().ingest(file("geri.txt", "Eski içerik yerinde durur."));
        JsonNode documents = app.api().get("/api/documents").body();
        int before = chunks.count();

        // Many are fine and written; the database refuses the last, whose vector is too short for the column.
        List<NewChunk> fine = IntStream.range(0, 1_200).mapToObj(i -> chunk(dimension)).toList();
        EmbeddedDocument replacement = document("geri.txt", fine, chunk(dimension - 1));

        assertThatThrownBy(() -> repository.replace(replacement)).hasMessageContaining("expected " + dimension + " dimensions");
        assertThat(app.api().get("/api/documents").body()).isEqualTo(documents);
        assertThat(chunks.count()).isEqualTo(before);
        assertThat(app.api().search("Eski içerik", 50).each("passages", "text")).contains("Eski içerik yerinde durur.");
    }

    @Test
    void withoutTheFailureTheSameReplacementIsStored() {
        repository.replace(document("tam.txt", List.of(), chunk(dimension)));

        assertThat(app.api().get("/api/documents").each("", "source")).contains("tam.txt");
    }

    private static EmbeddedDocument document(String source, List<NewChunk> chunks, NewChunk last) {
        DocumentFile file = new DocumentFile(source, source.getBytes(StandardCharsets.UTF_8), null, null);
        List<NewChunk> all = IntStream.rangeClosed(0, chunks.size())
                .mapToObj(i -> i < chunks.size() ? chunks.get(i) : last)
                .toList();
        return new EmbeddedDocument(file, "Başlık", "text/plain", "", "Yeni içerik.", all);
    }

    private NewChunk chunk(int dimension) {
        float[] vector = new float[dimension];
        for (int d = 0; d < dimension; d++) {
            vector[d] = (float) random.nextGaussian(); // as no model gives; never the same twice, which HNSW does not bear
        }
        return new NewChunk(0, 12, "Yeni içerik.", vector);
    }
}
