package ai.magibu.onednn;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Span;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each token has the vector that ONNX Runtime computes in float32, for sizes around those of the kernels' blocks. A single key too many
 * or too few would hardly change the mean of a long text, so the texts are compared a few tokens at a time, as chunks.
 */
@ExtendWith(Bfloat16Machine.class)
class ShapesIT {

    private static final int[] THREADS = {1, 3, 16};

    private static final String SENTENCE = "İstanbul Boğazı, Karadeniz'i Marmara Denizi'ne bağlar; kıyısında 1453'ten beri çay içilir. ";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 100, 256})
    void windowsOfAnyReach(int reach) {
        SeededModel model = new SeededModel(128, 2, 1, 32, 192, reach);
        compare(model, IntStream.of(3, reach + 1, reach + 2, reach + 3, 64, 65, 129, 256, 257, 512, 513, 700));
    }

    static Stream<SeededModel> shapes() {
        return Stream.of(
                new SeededModel(96, 4, 1, 2, 160, 16), // heads of one pair
                new SeededModel(72, 1, 1, 24, 90, 16), // one head
                new SeededModel(100, 4, 2, 10, 90, 20), // no multiple of a block
                new SeededModel(192, 3, 3, 64, 256, 32), // only whole blocks: threads share columns
                new SeededModel(320, 5, 1, 64, 448, 300),
                new SeededModel(256, 8, 2, 16, 128, 48));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void sizesOfAnyKind(SeededModel model) {
        compare(model, IntStream.of(3, 15, 17, 47, 48, 49, 64, 95, 97, 144, 145, 255, 257, 1_100));
    }

    @Test
    void textsOf8192Tokens() {
        compare(new SeededModel(128, 2, 1, 32, 192, 64), IntStream.of(8_192));
    }

    private void compare(SeededModel model, IntStream lengths) {
        Path written = model.writeTo(folder.resolve("model"));
        Map<String, List<float[]>> expected = new LinkedHashMap<>();
        try (MagibuEmbedder fp32 = Models.fp32(written).load()) {
            lengths.filter(length -> length > 2).mapToObj(length -> text(fp32, length)).forEach(
                    text -> expected.put(text, fp32.encodeChunks(text, chunks(text))));
        }
        for (int threads : THREADS) {
            try (MagibuEmbedder bf16 = Models.bf16(written).threads(threads).load()) {
                expected.forEach((text, vectors) -> {
                    List<Span> chunks = chunks(text);
                    List<float[]> actual = bf16.encodeChunks(text, chunks);
                    for (int i = 0; i < chunks.size(); i++) {
                        String what = chunks.get(i) + " of " + bf16.countTokens(text) + " tokens with " + threads + " threads";
                        Cosines.assertClose(actual.get(i), vectors.get(i), what);
                    }
                });
            }
        }
    }

    /** Returns a text with this number of tokens, special tokens included. */
    private static String text(MagibuEmbedder embedder, int tokens) {
        String all = SENTENCE.repeat(tokens / 20 + 1);
        int fits = 0;
        for (int more = Integer.highestOneBit(all.length()); more > 0; more /= 2) {
            if (fits + more <= all.length() && embedder.countTokens(all.substring(0, fits + more)) <= tokens) {
                fits += more;
            }
        }
        StringBuilder text = new StringBuilder(all.substring(0, fits));
        while (embedder.countTokens(text.toString()) < tokens) {
            text.append('z');
        }
        return text.toString();
    }

    private static List<Span> chunks(String text) {
        int size = Math.max(5, text.length() / 300);
        return IntStream.range(0, (text.length() + size - 1) / size)
                .mapToObj(i -> new Span(size * i, Math.min(text.length(), size * i + size)))
                .toList();
    }
}
