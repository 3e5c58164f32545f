package ai.magibu.evaluation.internal.numpy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.evaluation.internal.Goldens;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random integers, shuffles and splits are those of NumPy and of the data sets library. */
class NumpyGoldenTest {

    static Stream<Named<JsonNode>> mt19937() {
        return kind("mt19937");
    }

    static Stream<Named<JsonNode>> pcg64() {
        return kind("pcg64");
    }

    static Stream<Named<JsonNode>> shuffle() {
        return kind("shuffle");
    }

    static Stream<Named<JsonNode>> stratified() {
        return kind("stratified");
    }

    @ParameterizedTest
    @MethodSource("mt19937")
    void legacyStreamIsNumpys(JsonNode golden) {
        LegacyRandom random = new LegacyRandom(golden.get("seed").intValue());
        for (JsonNode expected : golden.get("uint32")) {
            assertThat(Integer.toUnsignedLong(random.nextUint32())).isEqualTo(expected.longValue());
        }
    }

    @ParameterizedTest
    @MethodSource("pcg64")
    void generatorsStreamIsNumpys(JsonNode golden) {
        Generator random = new Generator(golden.get("seed").longValue());
        for (JsonNode expected : golden.get("uint64")) {
            assertThat(Long.toUnsignedString(random.nextUint64())).isEqualTo(expected.textValue());
        }
    }

    @ParameterizedTest
    @MethodSource("shuffle")
    void permutationsAreNumpys(JsonNode golden) {
        int n = golden.get("n").intValue();
        int[] legacy = new LegacyRandom(golden.get("seed").intValue()).permutation(n);
        int[] generator = new Generator(golden.get("seed").longValue()).permutation(n);
        assertThat(legacy).startsWith(Goldens.ints(golden.get("legacy_shuffle_first")));
        assertThat(sha256(legacy)).isEqualTo(golden.get("legacy_shuffle_sha256_int32le").textValue());
        assertThat(generator).startsWith(Goldens.ints(golden.get("generator_permutation_first")));
        assertThat(sha256(generator)).isEqualTo(golden.get("generator_permutation_sha256_int32le").textValue());
    }

    @ParameterizedTest
    @MethodSource("stratified")
    void stratifiedSplitsAreThoseOfTheDataSetsLibrary(JsonNode golden) {
        StratifiedSplit split = StratifiedSplit.of(labels(golden), golden.get("test_n").intValue(), golden.get("seed").longValue());
        assertThat(split.train()).hasSize(golden.get("train_n").intValue()).startsWith(Goldens.ints(golden.get("train_first")));
        assertThat(split.test()).startsWith(Goldens.ints(golden.get("test_first")));
        assertThat(sha256(split.train())).isEqualTo(golden.get("train_sha256_int32le").textValue());
        assertThat(sha256(split.test())).isEqualTo(golden.get("test_sha256_int32le").textValue());
    }

    @Test
    void seedsBeyond32BitsAreNumpys() {
        assertThat(new Generator((1L << 40) + 5).permutation(10)).containsExactly(8, 1, 2, 5, 3, 0, 9, 7, 4, 6);
        assertThat(new Generator(Long.MIN_VALUE + 11).permutation(10)).containsExactly(1, 8, 5, 2, 7, 4, 6, 3, 9, 0);
        assertThat(new LegacyRandom((int) 4_000_000_000L).permutation(8)).containsExactly(1, 5, 6, 0, 7, 3, 2, 4);
    }

    @Test
    void choicesWithoutReplacementAreNumpys() {
        Generator random = new Generator(5);
        assertThat(random.choice(10, 4)).containsExactly(4, 0, 8, 6);
        assertThat(random.choice(1000, 5)).containsExactly(277, 383, 284, 976, 53);
        assertThat(random.permutation(6)).containsExactly(5, 2, 3, 1, 0, 4);
    }

    private static Stream<Named<JsonNode>> kind(String kind) {
        return Goldens.cases("random", c -> c.get("kind").textValue().equals(kind));
    }

    private static int[] labels(JsonNode golden) {
        if (golden.hasNonNull("labels")) {
            // The data sets library numbers labels in the order of their texts: 10 comes before 2.
            List<String> texts = Goldens.texts(golden.get("labels"));
            List<String> names = texts.stream().distinct().sorted().toList();
            return texts.stream().mapToInt(names::indexOf).toArray();
        }
        if (golden.hasNonNull("labels_bits")) {
            return golden.get("labels_bits").textValue().chars().map(c -> c - '0').toArray();
        }
        // The rule has the form "i % 3".
        int classes = Integer.parseInt(golden.get("labels_rule").textValue().replaceAll(".*% *", ""));
        return IntStream.range(0, golden.get("train_n").intValue() + golden.get("test_n").intValue()).map(i -> i % classes).toArray();
    }

    private static String sha256(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
