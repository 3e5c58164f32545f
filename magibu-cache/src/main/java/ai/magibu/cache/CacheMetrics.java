package ai.magibu.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters of a decorator: the counter {@code magibu.cache.gets} with the tag {@code result}, which is {@code hit} or {@code miss}, the
 * counter {@code magibu.cache.failures}, and the gauge {@code magibu.cache.hit.rate}. Each has the tag {@code cache}. Needs {@code
 * micrometer-core}.
 */
public final class CacheMetrics implements MeterBinder {

    private static final String GETS = "magibu.cache.gets";

    private final String name;
    private final CacheStatistics statistics;

    /**
     * Creates the binder. A registry keeps only a weak reference to the statistics, so the meters need the decorator to be in use.
     *
     * @param name the value of the tag {@code cache}, to tell several decorators apart
     */
    public CacheMetrics(String name, CacheStatistics statistics) {
        this.name = name;
        this.statistics = statistics;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(GETS, statistics, CacheStatistics::hits)
                .description("Texts whose vector came from the cache, or that went to the model")
                .tag("cache", name)
                .tag("result", "hit")
                .register(registry);
        FunctionCounter.builder(GETS, statistics, CacheStatistics::misses)
                .description("Texts whose vector came from the cache, or that went to the model")
                .tag("cache", name)
                .tag("result", "miss")
                .register(registry);
        FunctionCounter.builder("magibu.cache.failures", statistics, CacheStatistics::failures)
                .description("Reads and writes of the cache that failed")
                .tag("cache", name)
                .register(registry);
        Gauge.builder("magibu.cache.hit.rate", statistics, CacheStatistics::hitRate)
                .description("Part of the texts whose vector came from the cache, since the start")
                .tag("cache", name)
                .register(registry);
    }
}
