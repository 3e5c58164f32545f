package ai.magibu.cache;

/** The counts of a decorator since it was created. Thread-safe; the values are those of now. */
public interface CacheStatistics {

    /** Returns the number of texts that did not go to the model. A text that occurs again in the same call is one of them. */
    long hits();

    /** Returns the number of texts that went to the model. */
    long misses();

    /** Returns the number of reads and writes of the cache that failed. */
    long failures();

    /** Returns the part of hits in all texts: 0 to 1, and 0 before the first text. */
    default double hitRate() {
        long hits = hits();
        long texts = hits + misses();
        return texts == 0 ? 0 : (double) hits / texts;
    }
}
