package ai.magibu.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.Map;

/** A cache in memory, which deletes entries that are rarely used when it is full. It ends with the process. */
public final class CaffeineCache implements EmbeddingCache {

    /** An entry without its components: the key with its hash, the vector's object and array, and Caffeine's node. */
    private static final int OVERHEAD = 240;

    private final Cache<CacheKey, CachedVector> entries;

    /**
     * Creates an empty cache.
     *
     * @param maxBytes the approximate most memory of the entries, in bytes; a vector of 768 dimensions takes about 3,300
     * @throws IllegalArgumentException if it is not positive
     */
    public CaffeineCache(long maxBytes) {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", but must be positive");
        }
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((CacheKey key, CachedVector vector) -> OVERHEAD + Float.BYTES * vector.dimension())
                .build();
    }

    @Override
    public Map<CacheKey, CachedVector> find(Collection<CacheKey> keys) {
        return entries.getAllPresent(keys);
    }

    @Override
    public void store(Map<CacheKey, CachedVector> newEntries) {
        entries.putAll(newEntries);
    }

    /** Deletes all entries. */
    public void clear() {
        entries.invalidateAll();
    }
}
