package ai.magibu.cache;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A cache in a map, which can fail. */
public final class MapCache implements EmbeddingCache {

    public final Map<CacheKey, CachedVector> entries = new ConcurrentHashMap<>();
    public final AtomicInteger calls = new AtomicInteger();
    public volatile boolean down;

    @Override
    public Map<CacheKey, CachedVector> find(Collection<CacheKey> keys) {
        use();
        Map<CacheKey, CachedVector> found = new HashMap<>(entries);
        found.keySet().retainAll(keys);
        return found;
    }

    @Override
    public void store(Map<CacheKey, CachedVector> newEntries) {
        use();
        entries.putAll(newEntries);
    }

    private void use() {
        calls.incrementAndGet();
        if (down) {
            throw new IllegalStateException("the cache is down");
        }
    }
}
