package ai.magibu.cache.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.magibu.cache.MapCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/** With a model of another provider. */
class CachedEmbeddingModelTest {

    private final Recorder recorder = new Recorder();
    private final MapCache cache = new MapCache();
    private final CachedEmbeddingModel model =
            CachedEmbeddingModel.builder().model(recorder).cache(cache).identity("recorder-1").build();

    /** Records what it embeds. Embeds the metadata of documents. */
    private static final class Recorder implements EmbeddingModel {

        private final List<Object> embedded = new ArrayList<>();

        @Override
        public EmbeddingResponse call(EmbeddingRequest request) {
            embedded.addAll(request.getInstructions());
            List<Embedding> embeddings = new ArrayList<>();
            for (String text : request.getInstructions()) {
                embeddings.add(new Embedding(vector(text), embeddings.size()));
            }
            return new EmbeddingResponse(embeddings, new EmbeddingResponseMetadata("recorder", new DefaultUsage(7, 0, 7)));
        }

        @Override
        public float[] embed(Document document) {
            embedded.add(document);
            return vector(getEmbeddingContent(document));
        }

        @Override
        public String getEmbeddingContent(Document document) {
            return document.getFormattedContent(MetadataMode.EMBED);
        }

        @Override
        public int dimensions() {
            return 2;
        }
    }

    private static float[] vector(String text) {
        return new float[] {text.length(), text.hashCode() % 1000};
    }

    @Test
    void newStrings_reachTheModel() {
        assertThat(model.embed("a")).containsExactly(vector("a"));
        assertThat(model.embed(List.of("b", "a", "c", "b"))).containsExactly(vector("b"), vector("a"), vector("c"), vector("b"));
        assertThat(recorder.embedded).containsExactly("a", "b", "c");
        assertThat(model.statistics().hits()).isEqualTo(2);
    }

    @Test
    void response_hasIndices_andTheUsageOfThisCall() {
        EmbeddingResponse first = model.embedForResponse(List.of("a", "b"));
        assertThat(first.getResults()).extracting(Embedding::getIndex).containsExactly(0, 1);
        assertThat(first.getMetadata().getUsage().getTotalTokens()).isEqualTo(7);
        EmbeddingResponse again = model.embedForResponse(List.of("b", "a"));
        assertThat(again.getResults()).extracting(Embedding::getIndex).containsExactly(0, 1);
        assertThat(again.getResults()).extracting(Embedding::getOutput).containsExactly(vector("b"), vector("a"));
        assertThat(again.getMetadata().getUsage().getTotalTokens()).isZero();
    }

    @Test
    void dimensions_andTheModelsName_areInTheKey() {
        for (EmbeddingOptions options : List.of(
                EmbeddingOptions.builder().build(), EmbeddingOptions.builder().dimensions(1).build(),
                EmbeddingOptions.builder().model("x").build())) {
            model.call(new EmbeddingRequest(List.of("a"), options));
            model.call(new EmbeddingRequest(List.of("a"), options));
        }
        assertThat(recorder.embedded).containsExactly("a", "a", "a");
    }

    @Test
    void optionsOfAnotherClass_areNotCached() {
        EmbeddingOptions own = new EmbeddingOptions() {
            @Override
            public String getModel() {
                return null;
            }

            @Override
            public Integer getDimensions() {
                return null;
            }
        };
        model.call(new EmbeddingRequest(List.of("a"), own));
        model.call(new EmbeddingRequest(List.of("a"), own));
        model.embed(List.of(new Document("a")), own, List::of);
        assertThat(recorder.embedded).hasSize(3);
        assertThat(cache.entries).isEmpty();
    }

    @Test
    void documents_reachTheModelAsDocuments_withTheirEmbeddingContentInTheKey() {
        Document page1 = new Document("a", Map.of("page", 1));
        Document page2 = new Document("a", Map.of("page", 2));
        assertThat(model.embed(page1)).containsExactly(vector(recorder.getEmbeddingContent(page1)));
        assertThat(model.embed(page2)).containsExactly(vector(recorder.getEmbeddingContent(page2)));
        assertThat(model.embed(new Document("a", Map.of("page", 1)))).containsExactly(vector(recorder.getEmbeddingContent(page1)));
        assertThat(recorder.embedded).containsExactly(page1, page2);
    }

    @Test
    void documentsOfAStore_areEmbeddedOnce() {
        List<Document> documents = List.of(new Document("a"), new Document("b"), new Document("a"));
        EmbeddingOptions options = EmbeddingOptions.builder().build();
        List<float[]> first = model.embed(documents, options, List::of);
        assertThat(recorder.embedded).hasSize(2);
        assertThat(model.embed(documents, options, List::of)).usingRecursiveComparison().isEqualTo(first);
        assertThat(recorder.embedded).hasSize(2);
    }

    @Test
    void identity_isRequiredForOtherModels() {
        assertThatIllegalStateException().isThrownBy(() -> CachedEmbeddingModel.builder().model(recorder).cache(cache).build())
                .withMessageContaining("identity(…) is required for " + Recorder.class.getName());
        assertThatIllegalStateException().isThrownBy(() -> CachedEmbeddingModel.builder().cache(cache).identity("x").build());
    }

    @Test
    void restOfTheModel_isVisible() {
        assertThat(model.dimensions()).isEqualTo(2);
        assertThat(model.getEmbeddingContent(new Document("a", Map.of("page", 1)))).contains("page: 1");
        assertThat(recorder.embedded).isEmpty();
    }
}
