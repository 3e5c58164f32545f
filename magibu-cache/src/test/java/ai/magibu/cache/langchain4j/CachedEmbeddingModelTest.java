package ai.magibu.cache.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.magibu.cache.MapCache;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** With a model of another provider. */
class CachedEmbeddingModelTest {

    private final Recorder recorder = new Recorder();
    private final MapCache cache = new MapCache();
    private final CachedEmbeddingModel model =
            CachedEmbeddingModel.builder().model(recorder).cache(cache).identity("recorder-1").build();

    /** Records what it embeds. Each text costs ten tokens. */
    private static final class Recorder implements EmbeddingModel {

        private final List<Object> embedded = new ArrayList<>();

        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            embedded.addAll(segments);
            return Response.from(segments.stream().map(segment -> vector(segment.text())).toList(), new TokenUsage(10 * segments.size()));
        }

        @Override
        public EmbeddingResponse embed(EmbeddingRequest request) {
            embedded.addAll(request.inputs());
            return EmbeddingResponse.builder()
                    .embeddings(request.inputs().stream().map(input -> vector(input.text() + request.inputType() + request.dimensions()))
                            .toList())
                    .metadata(EmbeddingResponseMetadata.builder().modelName("recorder").tokenUsage(new TokenUsage(7)).build())
                    .build();
        }

        @Override
        public Set<EmbeddingParameter<?>> supportedParameters() {
            return Set.of(EmbeddingRequestParameters.DIMENSIONS);
        }

        @Override
        public String modelName() {
            return "recorder";
        }

        @Override
        public int dimension() {
            return 2;
        }
    }

    private static Embedding vector(String text) {
        return Embedding.from(new float[] {text.length(), text.hashCode() % 1000});
    }

    private static TextSegment segment(String text, String key, Object value) {
        return TextSegment.from(text, Metadata.from(java.util.Map.of(key, value)));
    }

    @Test
    void newSegments_reachTheModelUnchanged() {
        TextSegment first = segment("a", "title", "Başlık");
        model.embedAll(List.of(first));
        TextSegment second = segment("b", "page", 3);
        Response<List<Embedding>> response = model.embedAll(List.of(second, first, TextSegment.from("c"), second));
        assertThat(recorder.embedded).containsExactly(first, second, TextSegment.from("c"));
        assertThat(response.content()).containsExactly(vector("b"), vector("a"), vector("c"), vector("b"));
    }

    @Test
    void usage_countsWhatTheModelEmbedded() {
        assertThat(model.embedAll(List.of(TextSegment.from("a"), TextSegment.from("b"))).tokenUsage()).isEqualTo(new TokenUsage(20));
        assertThat(model.embedAll(List.of(TextSegment.from("a"), TextSegment.from("c"))).tokenUsage()).isEqualTo(new TokenUsage(10));
        assertThat(model.embed("a").tokenUsage()).isEqualTo(new TokenUsage(0));
        assertThat(model.embed("a").content()).isEqualTo(vector("a"));
    }

    @Test
    void title_isInTheKey_andOtherMetadataIsNot() {
        model.embed(segment("a", "title", "Bir"));
        model.embed(segment("a", "title", "İki"));
        model.embed(segment("a", "page", 1));
        model.embed(segment("a", "page", 2));
        assertThat(recorder.embedded).hasSize(3);
    }

    @Test
    void metadataKeys_areChosen() {
        CachedEmbeddingModel pages = CachedEmbeddingModel.builder().model(recorder).cache(cache).identity("x").metadataKeys("page").build();
        pages.embed(segment("a", "page", 1));
        pages.embed(segment("a", "page", 2));
        pages.embed(segment("a", "page", "2"));
        pages.embed(segment("a", "title", "Bir"));
        pages.embed(segment("a", "title", "İki"));
        assertThat(recorder.embedded).hasSize(4);
    }

    @Test
    void identity_isInTheKey() {
        model.embed("a");
        CachedEmbeddingModel.builder().model(recorder).cache(cache).identity("recorder-2").build().embed("a");
        CachedEmbeddingModel.builder().model(recorder).cache(cache).identity("recorder-1").build().embed("a");
        assertThat(recorder.embedded).hasSize(2);
        assertThat(cache.entries.keySet()).extracting("model").containsExactlyInAnyOrder("recorder-1", "recorder-2");
    }

    @Test
    void identity_isRequiredForOtherModels() {
        assertThatIllegalStateException().isThrownBy(() -> CachedEmbeddingModel.builder().model(recorder).cache(cache).build())
                .withMessageContaining("identity(…) is required for " + Recorder.class.getName());
        assertThatIllegalArgumentException().isThrownBy(() -> CachedEmbeddingModel.builder().identity(" "));
        assertThatIllegalStateException().isThrownBy(() -> CachedEmbeddingModel.builder().model(recorder).identity("x").build());
    }

    @Test
    void inputType_andDimensions_areInTheKey() {
        EmbeddingRequest plain = EmbeddingRequest.builder().inputs("a", "b").build();
        EmbeddingRequest query = EmbeddingRequest.builder().inputs("a", "b").inputType(EmbeddingInputType.QUERY).build();
        EmbeddingRequest small = EmbeddingRequest.builder().inputs("a", "b").dimensions(2).build();
        for (EmbeddingRequest request : List.of(plain, query, small)) {
            EmbeddingResponse first = model.embed(request);
            assertThat(first.tokenUsage()).isEqualTo(new TokenUsage(7));
            EmbeddingResponse again = model.embed(request);
            assertThat(again.embeddings()).isEqualTo(first.embeddings());
            assertThat(again.tokenUsage()).isEqualTo(new TokenUsage(0));
            assertThat(again.modelName()).isEqualTo("recorder");
        }
        assertThat(recorder.embedded).hasSize(6);
        assertThat(model.statistics().hitRate()).isEqualTo(0.5);
    }

    @Test
    void partOfARequest_hasItsParameters() {
        model.embed(EmbeddingRequest.builder().inputs("a").dimensions(2).build());
        EmbeddingResponse response = model.embed(EmbeddingRequest.builder().inputs("b", "a").dimensions(2).build());
        assertThat(response.embeddings()).containsExactly(vector("bnull2"), vector("anull2"));
        assertThat(recorder.embedded).containsExactly(EmbeddingInput.from("a"), EmbeddingInput.from("b"));
    }

    @Test
    void otherRequests_areNotCached() {
        EmbeddingRequest named = EmbeddingRequest.builder().inputs("a").modelName("other").build();
        EmbeddingRequest twoParts = EmbeddingRequest.builder().input(TextContent.from("a"), TextContent.from("b")).build();
        for (EmbeddingRequest request : List.of(named, named, twoParts, twoParts)) {
            model.embed(request);
        }
        assertThat(recorder.embedded).hasSize(4);
        assertThat(cache.entries).isEmpty();
        assertThat(model.statistics().misses()).isZero();
    }

    @Test
    void cachedVector_belongsToTheCaller() {
        model.embed("a").content().vector()[0] = 7;
        assertThat(model.embed("a").content()).isEqualTo(vector("a"));
    }

    @Test
    void missingSegments_areReportedByTheModel() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> model.embedAll(Arrays.asList(TextSegment.from("a"), null)))
                .isInstanceOf(RuntimeException.class);
        assertThat(model.embedAll(List.of()).content()).isEmpty();
    }

    @Test
    void restOfTheModel_isVisible() {
        assertThat(model.modelName()).isEqualTo("recorder");
        assertThat(model.dimension()).isEqualTo(2);
        assertThat(model.supportedParameters()).isEqualTo(recorder.supportedParameters());
        assertThat(recorder.embedded).isEmpty();
    }
}
