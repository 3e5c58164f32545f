package ai.magibu.cache;

import java.util.Collection;
import java.util.Map;

/**
 * A store of vectors. {@link CaffeineCache} and {@link PostgresCache} implement it. An implementation must be thread-safe.
 *
 * <p>A decorator survives every {@link RuntimeException} of these methods: it embeds the texts as if they were not in the cache, counts
 * the failure, and does not call the cache for some seconds.
 */
public interface EmbeddingCache {

    /** Returns the entries of those keys that the cache has. */
    Map<CacheKey, CachedVector> find(Collection<CacheKey> keys);

    /** Stores entries. The cache may delete them at any time. */
    void store(Map<CacheKey, CachedVector> entries);
}
