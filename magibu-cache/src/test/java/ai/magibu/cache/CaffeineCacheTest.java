package ai.magibu.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaffeineCacheTest {

    private static final List<CacheKey> KEYS =
            IntStream.range(0, 1000).mapToObj(i -> CacheKey.of("model", List.of("text " + i))).toList();

    @Test
    void entriesAreFound_andOthersAreNot() {
        CaffeineCache cache = new CaffeineCache(1_000_000);
        CachedVector vector = new CachedVector(new float[] {1, 2}, 7, 3);
        cache.store(Map.of(KEYS.get(0), vector));
        assertThat(cache.find(KEYS.subList(0, 2))).containsExactly(Map.entry(KEYS.get(0), vector));
        cache.clear();
        assertThat(cache.find(KEYS)).isEmpty();
    }

    @Test
    void memoryIsLimited() throws Exception {
        CaffeineCache cache = new CaffeineCache(100 * 1_000);
        for (CacheKey key : KEYS) {
            cache.store(Map.of(key, new CachedVector(new float[250], 0, 0)));
        }
        List<Integer> sizes = new ArrayList<>();
        for (int tries = 0; tries < 100 && (sizes.isEmpty() || sizes.get(sizes.size() - 1) > 100); tries++) {
            Thread.sleep(20); // Caffeine deletes in the background
            sizes.add(cache.find(KEYS).size());
        }
        assertThat(sizes.get(sizes.size() - 1)).isBetween(1, 100);
    }

    @Test
    void vectorBelongsToTheCaller() {
        float[] components = {1, 2};
        CachedVector vector = new CachedVector(components, 0, 0);
        components[0] = 7;
        vector.vector()[1] = 7;
        assertThat(vector.vector()).containsExactly(1, 2);
    }

    @Test
    void invalidArguments_areRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CaffeineCache(0)).withMessageContaining("maxBytes");
        assertThatIllegalArgumentException().isThrownBy(() -> new CachedVector(new float[0], 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new CachedVector(new float[1], -1, 0));
    }
}
