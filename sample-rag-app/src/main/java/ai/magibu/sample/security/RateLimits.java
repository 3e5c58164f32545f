package ai.magibu.sample.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How often each client did what is limited: a minute's worth at once, then as fast as that comes again. In memory, of as many
 * clients as configured; each replica counts for itself.
 */
final class RateLimits {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final SecurityProperties.Limits limits;
    private final Cache<Key, Bucket> buckets;

    RateLimits(SecurityProperties.Limits limits) {
        this.limits = limits;
        // Nothing is forgotten after a time: a bucket may be in debt for long.
        buckets = Caffeine.newBuilder().maximumSize(limits.clients()).build();
    }

    private record Key(Limit limit, Client client) {}

    /** Counts once more, or says how many seconds the client must wait; 0 where it need not. */
    long take(Limit limit, Client client) {
        ConsumptionProbe probe = bucket(limit, client).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : seconds(probe.getNanosToWaitForRefill());
    }

    /** How many seconds the client must wait, without counting. */
    long secondsToWait(Limit limit, Client client) {
        return seconds(bucket(limit, client).estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }

    /** Counts, also beyond the limit: for what is known to count only when it is done. */
    void count(Limit limit, Client client) {
        bucket(limit, client).consumeIgnoringRateLimits(1);
    }

    private Bucket bucket(Limit limit, Client client) {
        int most = limit.perMinute(limits);
        return buckets.get(new Key(limit, client), key -> Bucket.builder()
                .addLimit(bandwidth -> bandwidth.capacity(most).refillGreedy(most, PERIOD))
                .build());
    }

    private static long seconds(long nanos) {
        return (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
    }
}
