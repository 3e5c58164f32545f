package ai.magibu.embedding;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Precision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Not part of the tests (its name keeps it out): prints how fast a model is, row for row as {@code reference/speed.py} does for
 * sentence-transformers. CONTRIBUTING.md has the commands.
 */
class SpeedCheck {

    private static final String[] WORDS =
            "hava çok güzel dışarısı güneşli kitapları yarın geri götüreceğim taraflar otuz gün içinde yazılı bildirimde bulunur".split(" ");

    /** Log-normal: quantiles of a median of 120 tokens with sigma 1. */
    private static final int[] MIXED = {
        13, 22, 29, 35, 40, 46, 52, 58, 64, 70, 76, 83, 90, 98, 106, 115,
        124, 134, 146, 158, 172, 187, 204, 224, 247, 275, 309, 352, 410, 495, 641, 1034
    };

    @Test
    void rows() {
        Path model = Path.of(Objects.requireNonNull(System.getProperty("magibu.model"), "set -Dmagibu.model=FOLDER"));
        for (Precision precision : Precision.values()) {
            try (MagibuEmbedder embedder =
                    MagibuEmbedder.builder().model(model).device(Device.CPU).precision(precision).load()) {
                System.out.println("magibu, " + precision.toString().toLowerCase(Locale.ROOT));
                rows(embedder);
            }
        }
    }

    private static void rows(MagibuEmbedder embedder) {
        row("one query of 16 tokens", embedder, List.of(text(embedder, 16)), 21);
        row("32 texts of 128 tokens", embedder, Collections.nCopies(32, text(embedder, 128)), 5);
        List<String> mixed = Arrays.stream(MIXED).mapToObj(tokens -> text(embedder, tokens)).toList();
        row("32 texts of mixed length", embedder, mixed, 3);
        for (int tokens : new int[] {512, 2048, 8192}) {
            row("one text of " + tokens + " tokens", embedder, List.of(text(embedder, tokens)), tokens > 2048 ? 3 : 5);
        }
    }

    private static void row(String name, MagibuEmbedder embedder, List<String> texts, int runs) {
        int tokens = texts.stream().mapToInt(embedder::countTokens).sum();
        embedder.encode(texts); // warm-up
        double[] seconds = new double[runs];
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            embedder.encode(texts);
            seconds[run] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        double median = seconds[runs / 2];
        System.out.printf(Locale.ROOT, "%-26s %7d tokens %8.1f ms %8.0f tokens/s%n", name, tokens, median * 1e3, tokens / median);
    }

    /** Words, then letters, to just so many tokens. */
    private static String text(MagibuEmbedder embedder, int tokens) {
        int low = 0;
        int high = tokens;
        while (low < high) { // the most words that fit
            int middle = (low + high + 1) / 2;
            if (embedder.countTokens(words(middle)) <= tokens) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        StringBuilder text = new StringBuilder(words(low));
        while (embedder.countTokens(text + "z") <= tokens) {
            text.append('z');
        }
        return text.toString();
    }

    private static String words(int count) {
        return String.join(" ", IntStream.range(0, count).mapToObj(i -> WORDS[i % WORDS.length]).toList());
    }
}
