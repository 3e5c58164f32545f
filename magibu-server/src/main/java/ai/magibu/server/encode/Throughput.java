package ai.magibu.server.encode;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.spring.boot.MagibuEmbedderCustomizer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Measures the tokens per second of recent runs of the model, to estimate how long waiting tokens wait. Thread-safe. */
@Component
final class Throughput implements EncodeListener, MagibuEmbedderCustomizer {

    private static final EncodeCall NOT_OBSERVED = new EncodeCall() {

        @Override
        public void succeeded(EncodeSummary summary) {}

        @Override
        public void failed(Throwable failure) {}
    };

    /** The part of the earlier runs that a further run leaves. */
    private static final double MEMORY = 0.9;

    private double tokens;
    private double seconds;

    @Override
    public void customize(EmbedderSettings.Builder builder) {
        builder.listener(this);
    }

    @Override
    public EncodeCall started(int texts) {
        return NOT_OBSERVED;
    }

    @Override
    public synchronized void batchRan(BatchRun run) {
        tokens = MEMORY * tokens + run.tokens();
        seconds = MEMORY * seconds + run.time().toNanos() / 1e9;
    }

    /** Returns about how long it takes until that many tokens have run: from 1 second to 10 minutes, in whole seconds. */
    synchronized Duration timeFor(long waitingTokens) {
        double estimate = tokens == 0 ? 1 : Math.ceil(waitingTokens * seconds / tokens);
        return Duration.ofSeconds((long) Math.min(600, Math.max(1, estimate)));
    }
}
