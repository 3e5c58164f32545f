package ai.magibu.adaptation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.adaptation.api.SurgeryResult;
import ai.magibu.adaptation.api.TextFertility;
import ai.magibu.embedding.MagibuTokenizer;
import ai.magibu.embedding.test.TinyModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A surgery with real texts. The teacher has 14,313 tokens of five languages, in the style of Gemma ({@code reference/train_teacher.py});
 * the student reads three of them.
 */
class TokenizerSurgeryIT {

    private static final int SIZE = 12_000;

    @TempDir
    private static Path folder;

    private static SurgeryResult result;
    private static JsonNode golden;

    @BeforeAll
    static void run() throws IOException {
        result = surgery("student").threads(2).run();
        golden = new JsonMapper().readTree(TestTexts.resource("surgery-golden.json").toFile());
    }

    @Test
    void unseenTurkishTextsBecomeShorterByAtLeastFifteenPercent() {
        assertThat(TestTexts.fertility(result, "tr-ud-boun").change()).isLessThan(-0.15);
        assertThat(TestTexts.fertility(result, "tr-ud-kenet").change()).isLessThan(-0.15);
    }

    @Test
    void noCountedLanguageBecomesLongerByMoreThanTenPercent() {
        assertThat(result.fertility()).filteredOn(texts -> !texts.heldOut()).hasSize(3)
                .allSatisfy(texts -> assertThat(texts.change()).isLessThan(0.10));
    }

    @Test
    void everyNewTokenIsReached() {
        assertThat(result.size()).isEqualTo(SIZE);
        assertThat(result.newTokens()).hasSize(4_000);
        assertThat(result.reachable()).isGreaterThanOrEqualTo(0.999);
        assertThat(result.tokensWithoutRow()).containsExactly("<image_soft_token>");
    }

    @Test
    void theFileIsTheSameWithAnotherNumberOfThreadsAndThatOfTheGoldens() throws IOException {
        assertThat(sha256(result.tokenizer())).isEqualTo(golden.path("tokenizer_sha256").asText());
        assertThat(surgery("again").threads(1).run().tokenizer()).hasSameBinaryContentAs(result.tokenizer());
    }

    @Test
    void thePythonLibraryLoadedItAndEveryTextRoundTripped() {
        assertThat(golden.path("vocabulary").asInt()).isEqualTo(SIZE);
        assertThat(golden.path("texts").asInt()).isEqualTo(10_000);
        assertThat(golden.path("round_trip_failures").asInt()).isZero();
    }

    @Test
    void theIdsAreThoseOfThePythonLibrary() throws IOException {
        Path model = folder.resolve("model");
        copy(TinyModel.folder(), model);
        Files.copy(result.tokenizer(), model.resolve("tokenizer.json"), StandardCopyOption.REPLACE_EXISTING);
        try (MagibuTokenizer tokenizer = MagibuTokenizer.load(model)) {
            for (JsonNode text : golden.path("goldens")) {
                int[] expected = new JsonMapper().convertValue(text.path("ids"), int[].class);
                assertThat(tokenizer.encode(text.path("text").asText())).as(text.path("text").asText()).isEqualTo(expected);
            }
        }
    }

    @Test
    void theMeasuredTokensAreThoseOfTheTokenizer() throws IOException {
        Path model = folder.resolve("measured");
        copy(TinyModel.folder(), model);
        Files.copy(result.tokenizer(), model.resolve("tokenizer.json"), StandardCopyOption.REPLACE_EXISTING);
        TextFertility measured = TestTexts.fertility(result, "tr-ud-boun");
        long[] tokens = new long[1];
        try (MagibuTokenizer tokenizer = MagibuTokenizer.load(model)) {
            TestTexts.corpus("tr", "tr-ud-boun-heldout").forEach(text -> tokens[0] += tokenizer.encode(text).length - 2);
        }
        assertThat(measured.adapted().tokens()).isEqualTo(tokens[0]);
    }

    private static TokenizerSurgery surgery(String output) {
        return TestTexts.turkish(TokenizerSurgery.of(TestTexts.resource("teacher"), folder.resolve(output), SIZE))
                .corpus(TestTexts.corpus("en", "en-ud-ewt"))
                .corpus(TestTexts.corpus("de", "de-ud-gsd"))
                .weight("tr", 3).added(4_000);
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, target.resolve(source.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
