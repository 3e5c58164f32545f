package ai.magibu.spring.boot.model;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a short text through a model that was just loaded. One is enough: measured at full size, only the first call is slow,
 * whatever its length. Metrics and traces do not include it.
 */
final class WarmUp {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    private static final EncodeOptions OPTIONS = EncodeOptions.of(Prompt.NONE).withOnTooLong(OnTooLong.TRUNCATE);

    private static final EncodeCall UNHEARD = new EncodeCall() {
        @Override
        public void succeeded(EncodeSummary summary) {}

        @Override
        public void failed(Throwable failure) {}
    };

    private volatile boolean finished;

    /** The listener, which is notified only after the warm-up. */
    EncodeListener muting(EncodeListener listener) {
        return new EncodeListener() {
            @Override
            public EncodeCall started(int texts) {
                return finished ? listener.started(texts) : UNHEARD;
            }

            @Override
            public void batchRan(BatchRun run) {
                if (finished) {
                    listener.batchRan(run);
                }
            }
        };
    }

    /** Warms the embedder up if that is wanted, and notifies the listeners from now on. */
    void finish(MagibuEmbedder embedder, boolean wanted) {
        if (wanted) {
            long start = System.nanoTime();
            embedder.embed(Passage.of("merhaba"), OPTIONS);
            log.info("Warmed the model up in {} ms", Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
        finished = true;
    }
}
