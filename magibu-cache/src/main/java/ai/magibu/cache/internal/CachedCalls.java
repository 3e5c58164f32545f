package ai.magibu.cache.internal;

import ai.magibu.cache.CacheKey;
import ai.magibu.cache.CacheStatistics;
import ai.magibu.cache.CachedVector;
import ai.magibu.cache.EmbeddingCache;
import ai.magibu.embedding.api.MagibuException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The calls of a decorator: reads the cache, embeds the missing texts in one call of the model, and stores them. Thread-safe. */
public final class CachedCalls {

    /** Embeds those texts of a call whose positions it gets, and returns their vectors in this order. */
    @FunctionalInterface
    public interface Model extends Function<List<Integer>, List<CachedVector>> {}

    /** As {@link Model}, without waiting. */
    @FunctionalInterface
    public interface AsyncModel extends Function<List<Integer>, CompletableFuture<List<CachedVector>>> {}

    private final Counts counts = new Counts();
    private final GuardedCache cache;

    public CachedCalls(EmbeddingCache cache) {
        this(cache, System::nanoTime);
    }

    CachedCalls(EmbeddingCache cache, LongSupplier nanoTime) {
        this.cache = new GuardedCache(Objects.requireNonNull(cache, "cache"), counts, nanoTime);
    }

    public CacheStatistics statistics() {
        return counts;
    }

    /**
     * Returns the vectors of a call's texts, in their order.
     *
     * @param keys the key of each text
     */
    public List<CachedVector> embed(List<CacheKey> keys, Model model) {
        Call call = new Call(keys);
        if (call.missing.isEmpty()) {
            return call.vectors();
        }
        try {
            return call.complete(model.apply(call.positions()));
        } catch (MagibuException e) {
            throw e.withPosition(call.positions()::get);
        } catch (IllegalArgumentException e) {
            return model.apply(call.allPositions()); // reports it with the position in the caller's list
        }
    }

    /** As {@link #embed}. Reads the cache on the default executor. Completing the future in another way cancels the model's. */
    public CompletableFuture<List<CachedVector>> embedAsync(List<CacheKey> keys, AsyncModel model) {
        CompletableFuture<List<CachedVector>> result = new CompletableFuture<>();
        result.defaultExecutor().execute(() -> {
            try {
                embedInto(result, new Call(keys), model);
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static void embedInto(CompletableFuture<List<CachedVector>> result, Call call, AsyncModel model) {
        if (result.isDone()) {
            return;
        }
        if (call.missing.isEmpty()) {
            result.complete(call.vectors());
            return;
        }
        CompletableFuture<List<CachedVector>> run = model.apply(call.positions());
        run.whenCompleteAsync((computed, failure) -> {
            try {
                if (failure == null) {
                    result.complete(call.complete(computed));
                } else if (cause(failure) instanceof IllegalArgumentException) {
                    model.apply(call.allPositions()).whenComplete((vectors, again) -> { // as in embed
                        if (again == null) {
                            result.complete(vectors);
                        } else {
                            result.completeExceptionally(cause(again));
                        }
                    });
                } else {
                    result.completeExceptionally(
                            cause(failure) instanceof MagibuException e ? e.withPosition(call.positions()::get) : cause(failure));
                }
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        result.whenComplete((ignored, failure) -> run.cancel(true));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** The texts of one call. */
    private final class Call {

        private final List<CacheKey> keys;
        private final Map<CacheKey, CachedVector> found;
        /** The first position of each text that is not in the cache. */
        private final Map<CacheKey, Integer> missing = new LinkedHashMap<>();

        Call(List<CacheKey> keys) {
            this.keys = keys;
            this.found = keys.isEmpty() ? new HashMap<>() : new HashMap<>(cache.find(List.copyOf(new LinkedHashSet<>(keys))));
            for (int i = 0; i < keys.size(); i++) {
                if (!found.containsKey(keys.get(i))) {
                    missing.putIfAbsent(keys.get(i), i);
                }
            }
            counts.count(keys.size() - missing.size(), missing.size());
        }

        List<Integer> positions() {
            return List.copyOf(missing.values());
        }

        List<Integer> allPositions() {
            return IntStream.range(0, keys.size()).boxed().toList();
        }

        List<CachedVector> complete(List<CachedVector> computed) {
            if (computed.size() != missing.size()) {
                throw new IllegalStateException("the model returned " + computed.size() + " vectors for " + missing.size() + " texts");
            }
            Map<CacheKey, CachedVector> entries = new LinkedHashMap<>();
            missing.keySet().forEach(key -> entries.put(key, computed.get(entries.size())));
            cache.store(entries);
            found.putAll(entries);
            return vectors();
        }

        List<CachedVector> vectors() {
            List<CachedVector> vectors = new ArrayList<>(keys.size());
            keys.forEach(key -> vectors.add(Objects.requireNonNull(found.get(key))));
            return vectors;
        }
    }
}
