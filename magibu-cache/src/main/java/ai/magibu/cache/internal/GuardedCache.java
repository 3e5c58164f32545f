package ai.magibu.cache.internal;

import ai.magibu.cache.CacheKey;
import ai.magibu.cache.CachedVector;
import ai.magibu.cache.EmbeddingCache;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache whose failures do not reach the caller. After a failure it is not called for a while, because each call of a database that is
 * down may wait for a timeout.
 */
final class GuardedCache {

    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(GuardedCache.class);

    private final EmbeddingCache cache;
    private final Counts counts;
    private final LongSupplier nanoTime;

    private final Access reads = new Access();
    private final Access writes = new Access();

    GuardedCache(EmbeddingCache cache, Counts counts, LongSupplier nanoTime) {
        this.cache = cache;
        this.counts = counts;
        this.nanoTime = nanoTime;
    }

    Map<CacheKey, CachedVector> find(Collection<CacheKey> keys) {
        return reads.isPaused() ? Map.of() : reads.call("read", () -> cache.find(keys), Map.of());
    }

    void store(Map<CacheKey, CachedVector> entries) {
        if (!reads.isPaused() && !writes.isPaused()) {
            writes.call("written", () -> {
                cache.store(entries);
                return entries;
            }, entries);
        }
    }

    /** Reading or writing: a full disk or a missing right lets only writing fail. */
    private final class Access {

        private boolean failed;
        private long failedAt;

        Map<CacheKey, CachedVector> call(String done, Supplier<Map<CacheKey, CachedVector>> call, Map<CacheKey, CachedVector> otherwise) {
            try {
                Map<CacheKey, CachedVector> result = call.get();
                succeeded(done);
                return result;
            } catch (RuntimeException e) {
                failed(done, e);
                return otherwise;
            }
        }

        synchronized boolean isPaused() {
            return failed && nanoTime.getAsLong() - failedAt < PAUSE.toNanos();
        }

        private synchronized void succeeded(String done) {
            if (failed) {
                failed = false;
                LOG.info("the embedding cache can be {} again", done);
            }
        }

        private synchronized void failed(String done, RuntimeException failure) {
            counts.countFailure();
            if (!failed) {
                LOG.warn("the embedding cache cannot be {}; texts are embedded without it, and it is tried again every {} seconds", done,
                        PAUSE.toSeconds(), failure);
            }
            failed = true;
            failedAt = nanoTime.getAsLong();
        }
    }
}
