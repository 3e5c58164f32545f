package ai.magibu.sample.documents;

import static ai.magibu.sample.http.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.sample.documents.DocumentRepository.EmbeddedDocument;
import ai.magibu.sample.http.SampleApp;
import dev.langchain4j.data.embedding.Embedding;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A document is replaced in one transaction, LangChain4j's store included. */
class RollbackIT {

    private final SampleApp app = SampleApp.shared();
    private final DocumentRepository repository = app.bean(DocumentRepository.class);

    @Test
    void failureInTheMiddleLeavesEverythingAsItWas() {
        app.api().upload(file("geri.txt", "Eski içerik yerinde durur."));
        JsonNode documents = app.api().get("/api/documents").body();
        int chunks = repository.countChunks();
        int dimension = app.api().get("/api/status").body().path("model").path("dimension").asInt();

        // The first two are fine and written; the database refuses the third, whose vector is too short for the column.
        List<EmbeddedDocument> replacement = List.of(
                document("geri.txt", dimension), document("yeni.txt", dimension), document("kirik.txt", dimension - 1));

        assertThatThrownBy(() -> repository.replace(replacement)).hasMessageContaining("expected " + dimension + " dimensions");
        assertThat(app.api().get("/api/documents").body()).isEqualTo(documents);
        assertThat(repository.countChunks()).isEqualTo(chunks);
        assertThat(app.api().search("Eski içerik", 50).each("passages", "text")).contains("Eski içerik yerinde durur.");
    }

    @Test
    void withoutTheFailureTheSameReplacementIsStored() {
        int dimension = app.api().get("/api/status").body().path("model").path("dimension").asInt();

        repository.replace(List.of(document("tam.txt", dimension)));

        assertThat(app.api().get("/api/documents").each("", "source")).contains("tam.txt");
    }

    private static EmbeddedDocument document(String source, int dimension) {
        float[] vector = new float[dimension];
        vector[0] = 1;
        return new EmbeddedDocument(
                source, "Başlık", "text/plain", "hash of " + source, List.of("Yeni içerik."), List.of(Embedding.from(vector)));
    }
}
