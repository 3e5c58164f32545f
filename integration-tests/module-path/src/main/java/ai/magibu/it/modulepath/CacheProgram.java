package ai.magibu.it.modulepath;

import ai.magibu.cache.CaffeineCache;
import ai.magibu.cache.embedder.CachedEmbedder;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import java.nio.file.Path;
import java.util.Arrays;

/** Embeds a text twice, and prints its vector and the hits of the cache. */
public final class CacheProgram {

    private CacheProgram() {}

    /** @param args the model's folder, the cache folder and a text */
    public static void main(String[] args) {
        try (MagibuEmbedder embedder = MagibuEmbedder.builder()
                .model(Path.of(args[0]))
                .cacheDirectory(Path.of(args[1]))
                .device(Device.CPU)
                .load()) {
            CachedEmbedder cached = new CachedEmbedder(embedder, new CaffeineCache(1_000_000));
            cached.embed(Passage.of(args[2]), EncodeOptions.defaults());
            float[] vector = cached.embed(Passage.of(args[2]), EncodeOptions.defaults()).vector();
            System.out.println("vector: " + Arrays.toString(vector));
            System.out.println("hits: " + cached.statistics().hits());
        }
    }
}
