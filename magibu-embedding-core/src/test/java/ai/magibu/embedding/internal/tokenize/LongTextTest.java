package ai.magibu.embedding.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.magibu.embedding.Models;
import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.ModelConfigReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A long text is tokenized in pieces, which changes nothing but time and memory. */
@Tag("locale")
class LongTextTest {

    private static final TokenizersLibrary NATIVE = TokenizersLibrary.LIB;

    /** Parts that meet in all orders: words, runs that are tokens, texts of special tokens and halves of them, bytes. */
    private static final List<String> PARTS = List.of(
            " ", "  ", "   ", "\n", "\n\n", "\t", "\u00a0", "\u2581", "\u2581\u2581", "a", "aa", "ar", "ı", "İ", "güzel", "Bugün hava",
            "lar", "ler", "00", "1",
            "<bos>", "<eos>", "<bo", "s>", "<", ">", "<<bos>>", "<mask>", "<mask", "<0x41>", "<unk>", "</s>", "x<pad>y", "😀", "👩‍👩‍👧",
            "é", "e\u0301", "漢", "字",
            "\u0000", "\ud800", "\udc00", "\ufeff", ".", ",", "!?", "-", "İstanbul'da", "\u202e");

    @TempDir
    Path folder;

    private static TextTokenizer load(Path model) {
        ModelConfig config = ModelConfigReader.read(model);
        return TextTokenizer.load(model.resolve("tokenizer.json"), config);
    }

    private Path modelWith(String what, String with) throws Exception {
        Path model = Models.copy("tiny", folder.resolve("model"));
        String json = Files.readString(model.resolve("tokenizer.json"));
        assertThat(json).contains(what);
        Files.writeString(model.resolve("tokenizer.json"), json.replace(what, with));
        return model;
    }

    private static String randomText(Random random, int parts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            String part = PARTS.get(random.nextInt(PARTS.size()));
            text.append(random.nextInt(40) == 0 ? part.repeat(random.nextInt(40)) : part);
            if (random.nextInt(3) == 0) {
                text.append(Character.toChars(random.nextInt(0x2fff) + 1));
            }
        }
        // lone surrogates, which the tokenizer replaces before the native library sees them, become question marks
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Cuts at every safe place, not only every some thousand characters. */
    private static void assertEveryCutIsSafe(Path model, int texts) {
        TokenizerFile file = TokenizerFile.read(model.resolve("tokenizer.json"));
        SafeCuts cuts = file.cuts();
        long whole = NATIVE.createTokenizerFromString(file.json());
        Random random = new Random(5);
        int found = 0;
        try {
            for (int i = 0; i < texts; i++) {
                String text = randomText(random, 1 + random.nextInt(60));
                List<String> pieces = new ArrayList<>();
                int start = 0;
                for (int cut = cuts.find(text, 1, text.length()); cut > 0; cut = cuts.find(text, cut + 1, text.length())) {
                    pieces.add(text.substring(start, cut));
                    start = cut;
                    found++;
                }
                pieces.add(text.substring(start));
                long[] joined = pieces.stream().flatMapToLong(piece -> ids(whole, piece)).toArray();
                assertThat(joined).as("%s in %s", text, pieces).isEqualTo(ids(whole, text).toArray());
            }
        } finally {
            NATIVE.deleteTokenizer(whole);
        }
        assertThat(found).as("cuts").isGreaterThan(texts);
    }

    private static LongStream ids(long tokenizer, String text) {
        long encoding = NATIVE.encode(tokenizer, text, false);
        try {
            return Arrays.stream(NATIVE.getTokenIds(encoding));
        } finally {
            NATIVE.deleteEncoding(encoding);
        }
    }

    @Test
    void everyCutIsExact() {
        load(Models.directory("tiny")).close(); // loads the native library
        assertEveryCutIsSafe(Models.directory("tiny"), 2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "\"byte_fallback\": true|\"byte_fallback\": false",
            "\"<0xF0>\": |\"<0xF0>x\": ",
            "\"type\": \"Replace\"|\"type\": \"Sequence\", \"normalizers\": [{\"type\": \"Replace\", \"pattern\": {\"String\": \"e\"}, \"content\": \"\"},"
                    + " {\"type\": \"Replace\", \"pattern\": {\"String\": \"a\"}, \"content\": \"ar<\"}], \"was\": \"Replace\"",
            "\"behavior\": \"MergedWithPrevious\"|\"behavior\": \"Removed\"",
            "\"content\": \"▁\"|\"content\": \"_\"",
    })
    void everyCutIsExactForOtherTokenizersToo(String change) throws Exception {
        String[] parts = change.split("\\|");
        Path model = modelWith(parts[0], parts[1]);
        load(Models.directory("tiny")).close();
        assertEveryCutIsSafe(model, 500);
    }

    @Test
    void piecesOfAWholeLongTextGiveItsTokensAndPlaces() {
        Random random = new Random(3);
        try (TextTokenizer tokenizer = load(Models.directory("tiny"))) {
            long whole = NATIVE.createTokenizerFromString(TokenizerFile.read(Models.directory("tiny").resolve("tokenizer.json")).json());
            String text = randomText(random, 20_000);
            assertThat(text.length()).isGreaterThan(50_000);
            long[] ids = tokenizer.encode(text);
            assertThat(Arrays.copyOfRange(ids, 1, ids.length - 1)).isEqualTo(ids(whole, text).toArray());
            DocumentTokens tokens = tokenizer.document("query: ", text, () -> false);
            int last = text.length() - 1;
            assertThat(tokens.of(new Span(0, text.length())).length()).isEqualTo(tokens.count());
            assertThat(tokens.of(new Span(last, last + 1)).to()).isEqualTo(tokens.count());
            NATIVE.deleteTokenizer(whole);
        }
    }

    @Test
    @Timeout(60)
    void timeGrowsWithTheTextAndNotFaster() {
        try (TextTokenizer tokenizer = load(Models.directory("tiny"))) {
            String text = "Bugün hava çok güzel. ";
            tokenizer.encode(text.repeat(5_000));
            long short1 = time(tokenizer, text.repeat(10_000));
            long long8 = time(tokenizer, text.repeat(80_000)); // 1.8 million characters; whole, they take 50 times as long
            assertThat(long8).isLessThan(short1 * 25 + Duration.ofMillis(500).toNanos());
        }
    }

    private static long time(TextTokenizer tokenizer, String text) {
        long start = System.nanoTime();
        assertThat(tokenizer.encode(text)).hasSizeGreaterThan(text.length() / 10);
        return System.nanoTime() - start;
    }

    @Test
    void textWithoutAPlaceToCutIsRejectedFromTheLimitOn() {
        try (TextTokenizer tokenizer = load(Models.directory("tiny"))) {
            assertThat(tokenizer.encode("0".repeat(TextTokenizer.MAX_UNCUT_CHARACTERS)))
                    .hasSize(TextTokenizer.MAX_UNCUT_CHARACTERS / 2 + 2);
            assertThatThrownBy(() -> tokenizer.encode("Ankara " + "0".repeat(TextTokenizer.MAX_UNCUT_CHARACTERS + 20_000)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("no place to cut", "200000");
        }
    }

    @Test
    void cancellationIsSeenBetweenPieces() {
        try (TextTokenizer tokenizer = load(Models.directory("tiny"))) {
            AtomicInteger asked = new AtomicInteger();
            String text = "Bugün hava çok güzel. ".repeat(10_000);
            assertThatThrownBy(() -> tokenizer.encode(text, () -> asked.incrementAndGet() == 3))
                    .isInstanceOf(EncodeInterruptedException.class);
            assertThat(asked).hasValue(3);
        }
    }
}
