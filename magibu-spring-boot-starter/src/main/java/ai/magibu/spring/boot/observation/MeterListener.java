package ai.magibu.spring.boot.observation;

import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.OverloadedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/** Counts what an embedder does. The tag {@code model} is the model's name. The observation measures the time of calls. */
final class MeterListener implements EncodeListener {

    static final String PREFIX = "magibu.embedding.";
    static final String MODEL = "model";

    private final MeterRegistry registry;
    private final String model;
    private final Timer waiting;
    private final Counter rejected;
    private final Counter texts;
    private final Counter tokens;
    private final Counter truncatedTexts;
    private final Counter droppedTokens;
    private final Timer runs;
    private final DistributionSummary batchSize;
    private final Counter padding;

    MeterListener(MeterRegistry registry, String model) {
        this.registry = registry;
        this.model = model;
        waiting = timer("waiting", "The part of a call in which the model was busy with other calls' texts", registry, model);
        rejected = counter("rejected", null, "Calls rejected because too much was waiting", registry, model);
        texts = counter("texts", "texts", "Texts embedded", registry, model);
        tokens = counter("tokens", "tokens", "Tokens of these, prompts and special tokens included", registry, model);
        truncatedTexts = counter("truncated.texts", "texts", "Texts of which not all tokens fitted", registry, model);
        droppedTokens = counter("dropped.tokens", "tokens", "Tokens that did not fit and were left out", registry, model);
        runs = timer("runs", "Time of each run of the model", registry, model);
        batchSize = DistributionSummary.builder(PREFIX + "batch.size")
                .baseUnit("texts")
                .description("Texts in a run of the model")
                .tag(MODEL, model)
                .register(registry);
        padding = counter("padding.tokens", "tokens", "Padding that was computed with the tokens", registry, model);
    }

    private static Timer timer(String name, String description, MeterRegistry registry, String model) {
        return Timer.builder(PREFIX + name).description(description).tag(MODEL, model).register(registry);
    }

    private static Counter counter(String name, @Nullable String unit, String description, MeterRegistry registry, String model) {
        return Counter.builder(PREFIX + name)
                .baseUnit(unit)
                .description(description)
                .tag(MODEL, model)
                .register(registry);
    }

    @Override
    public EncodeCall started(int textsOfTheCall) {
        return new EncodeCall() {
            @Override
            public void succeeded(EncodeSummary summary) {
                waiting.record(summary.waiting());
                texts.increment(summary.texts());
                tokens.increment((double) summary.tokens());
                truncatedTexts.increment(summary.truncatedTexts());
                droppedTokens.increment((double) summary.droppedTokens());
            }

            @Override
            public void failed(Throwable failure) {
                Counter.builder(PREFIX + "failures")
                        .description("Calls that failed, by the exception's simple name")
                        .tag(MODEL, model)
                        .tag("error", failure.getClass().getSimpleName())
                        .register(registry)
                        .increment();
                if (failure instanceof OverloadedException) {
                    rejected.increment();
                }
            }
        };
    }

    @Override
    public void batchRan(BatchRun run) {
        runs.record(run.time());
        batchSize.record(run.rows());
        padding.increment(run.paddedTokens() - run.tokens());
    }
}
