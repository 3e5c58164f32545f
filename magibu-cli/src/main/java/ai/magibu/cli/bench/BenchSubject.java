package ai.magibu.cli.bench;

import ai.magibu.embedding.MagibuEmbedder;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The measured model and its settings.
 *
 * @param model the name of its folder, or its name on the hub
 * @param precision the precision in lower case
 * @param threads the number of threads; null for the default
 * @param java the version
 * @param processors the number of processors that this process may use
 */
record BenchSubject(
        String model,
        long parameters,
        String precision,
        String device,
        @Nullable Integer threads,
        String java,
        String os,
        String architecture,
        int processors) {

    static BenchSubject of(MagibuEmbedder embedder, @Nullable Integer threads) {
        Path folder = embedder.info().directory().toAbsolutePath().normalize();
        Path name = folder.getFileName();
        return new BenchSubject(
                embedder.info().revision() != null ? embedder.info().source() : (name == null ? folder : name).toString(),
                embedder.info().parameters(),
                embedder.precision().name().toLowerCase(Locale.ROOT),
                embedder.device().toString(),
                threads,
                Runtime.version().toString(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }
}
