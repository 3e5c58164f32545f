package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeSummary;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that has begun, as the listeners see it. */
final class Recording {

    private static final Logger log = LoggerFactory.getLogger(Recording.class);

    private final EncodeCall call;
    private final int texts;
    private final String unit;
    private final int maxTokens;
    private final long start = System.nanoTime();

    Recording(EncodeCall call, int texts, String unit, int maxTokens) {
        this.call = call;
        this.texts = texts;
        this.unit = unit;
        this.maxTokens = maxTokens;
    }

    /** Takes the call's outcome, notifies the listeners of it, and returns the embeddings or throws what the supplier throws. */
    List<Embedding> end(Supplier<EncodeResult> outcome) {
        EncodeResult result;
        try {
            result = outcome.get();
        } catch (RuntimeException | Error e) {
            call.failed(e);
            throw e;
        }
        List<Embedding> embeddings = result.embeddings();
        int truncated = (int) embeddings.stream().filter(Embedding::truncated).count();
        if (truncated > 0) {
            log.warn("{} of {} {} exceeded the limit of {} tokens and were truncated", truncated, embeddings.size(), unit, maxTokens);
        }
        call.succeeded(new EncodeSummary(
                texts,
                result.tokens(),
                Math.min(truncated, texts), // chunks share their text
                embeddings.stream().mapToLong(Embedding::droppedTokens).sum(),
                result.waiting(),
                Duration.ofNanos(System.nanoTime() - start)));
        return embeddings;
    }
}
