package ai.magibu.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.test.TinyModel;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.observation.DefaultEmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelMeterObservationHandler;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;

/** The content of Spring AI's observations of this model. */
@Tag("locale")
class ObservationTest {

    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = TinyModel.load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final MagibuEmbeddingModel model = MagibuEmbeddingModel.builder()
            .embedder(embedder)
            .modelName("embeddingmagibu-200m")
            .observationRegistry(registry)
            .build();

    @Test
    void call_isObservedUnderSpringAisConventions() {
        int tokens = model.embedForResponse(List.of("Ankara", "Boğaz")).getMetadata().getUsage().getPromptTokens();

        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasBeenStarted()
                .hasBeenStopped()
                .doesNotHaveError()
                .hasNameEqualTo("gen_ai.client.operation")
                .hasContextualNameEqualTo("embedding embeddingmagibu-200m")
                .hasLowCardinalityKeyValue("gen_ai.operation.name", "embedding")
                .hasLowCardinalityKeyValue("gen_ai.system", "onnx")
                .hasLowCardinalityKeyValue("gen_ai.request.model", "embeddingmagibu-200m")
                .hasLowCardinalityKeyValue("gen_ai.response.model", "embeddingmagibu-200m")
                .hasHighCardinalityKeyValue("gen_ai.request.embedding.dimensions", "96")
                .hasHighCardinalityKeyValue("gen_ai.usage.input_tokens", String.valueOf(tokens))
                .hasHighCardinalityKeyValue("gen_ai.usage.total_tokens", String.valueOf(tokens));
    }

    @Test
    void noText_isInAKeyValue() {
        model.embed("gizli");

        TestObservationRegistryAssert.assertThat(registry).hasSingleObservationThat().satisfies(context -> assertThat(
                context.getAllKeyValues().stream().map(KeyValue::getValue))
                .noneMatch(value -> value.contains("gizli")));
    }

    @Test
    void documents_areObservedOncePerBatch_withTheTextsAndTheOptionsThatHold() {
        List<Document> documents = List.of(new Document("bir"), new Document("iki"), new Document("üç"));

        List<EmbeddingModelObservationContext> contexts = new ArrayList<>();
        registry.observationConfig().observationHandler(new ObservationHandler<EmbeddingModelObservationContext>() {
            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof EmbeddingModelObservationContext;
            }

            @Override
            public void onStop(EmbeddingModelObservationContext context) {
                contexts.add(context);
            }
        });

        model.embed(documents.get(0));
        model.embed(
                documents,
                MagibuEmbeddingOptions.builder().dimensions(16).build(),
                list -> List.of(list.subList(0, 2), list.subList(2, 3)));

        TestObservationRegistryAssert.assertThat(registry)
                .hasNumberOfObservationsWithNameEqualTo("gen_ai.client.operation", 3);
        assertThat(contexts)
                .extracting(context -> context.getRequest().getInstructions())
                .containsExactly(List.of("bir"), List.of("bir", "iki"), List.of("üç"));
        assertThat(contexts)
                .extracting(context -> context.getRequest().getOptions().getDimensions())
                .containsExactly(96, 16, 16);
    }

    @Test
    void failure_isObserved_andTheCallerGetsTheEmbeddersException() {
        EmbeddingRequest tooLong = new EmbeddingRequest(
                List.of("uzun ".repeat(5_000)), MagibuEmbeddingOptions.builder().onTooLong(OnTooLong.FAIL).build());

        assertThatExceptionOfType(TextTooLongException.class).isThrownBy(() -> model.call(tooLong));

        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasBeenStopped()
                .hasError()
                .satisfies(context -> assertThat(context.getError()).isInstanceOf(TextTooLongException.class));
    }

    @Test
    void springAisMeterHandler_countsTheTokens() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        registry.observationConfig().observationHandler(new EmbeddingModelMeterObservationHandler(meters));

        int tokens = model.embedForResponse(List.of("Ankara")).getMetadata().getUsage().getTotalTokens();

        Counter input = meters.get("gen_ai.client.token.usage").tag("gen_ai.token.type", "input").counter();
        assertThat(input.count()).isEqualTo(tokens);
    }

    @Test
    void ownConvention_replacesSpringAis() {
        MagibuEmbeddingModel named = MagibuEmbeddingModel.builder()
                .embedder(embedder)
                .observationRegistry(registry)
                .observationConvention(new DefaultEmbeddingModelObservationConvention() {
                    @Override
                    public String getName() {
                        return "search.embedding";
                    }
                })
                .build();

        named.embed("a");

        TestObservationRegistryAssert.assertThat(registry).hasSingleObservationThat().hasNameEqualTo("search.embedding");
    }
}
