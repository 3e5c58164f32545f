package ai.magibu.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class CacheMetricsTest {

    private record Numbers(long hits, long misses, long failures) implements CacheStatistics {}

    @Test
    void countsAreMeters() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Numbers numbers = new Numbers(3, 1, 2);
        new CacheMetrics("documents", numbers).bindTo(registry);

        assertThat(registry.get("magibu.cache.gets").tags("cache", "documents", "result", "hit").functionCounter().count()).isEqualTo(3);
        assertThat(registry.get("magibu.cache.gets").tags("cache", "documents", "result", "miss").functionCounter().count()).isEqualTo(1);
        assertThat(registry.get("magibu.cache.failures").tag("cache", "documents").functionCounter().count()).isEqualTo(2);
        assertThat(registry.get("magibu.cache.hit.rate").tag("cache", "documents").gauge().value()).isEqualTo(0.75);
    }

    @Test
    void hitRate_isZeroBeforeTheFirstText() {
        assertThat(new Numbers(0, 0, 0).hitRate()).isZero();
    }
}
