package ai.magibu.embedding.internal.session;

import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.internal.batch.BatchModel;
import ai.magibu.embedding.internal.batch.TextVectors;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs batches and reports them.
 *
 * @param ran the observer of each run that succeeded
 */
public record ObservedModel(ModelSession session, Consumer<BatchRun> ran) implements BatchModel {

    @Override
    public List<TextVectors> run(List<TokenizedText> batch, Cancellation cancellation) {
        long start = System.nanoTime();
        List<TextVectors> vectors = session.run(batch, cancellation);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        int tokens = batch.stream().mapToInt(TokenizedText::length).sum();
        int computed = session.pads() ? batch.size() * Math.max(1, batch.get(0).length()) : tokens;
        ran.accept(new BatchRun(batch.size(), tokens, computed, time));
        return vectors;
    }
}
