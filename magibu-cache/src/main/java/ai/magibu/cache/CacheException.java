package ai.magibu.cache;

/** A cache cannot be read or written. Decorators do not throw it: they embed without the cache. */
public final class CacheException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CacheException(String message, Throwable cause) {
        super(message, cause);
    }
}
