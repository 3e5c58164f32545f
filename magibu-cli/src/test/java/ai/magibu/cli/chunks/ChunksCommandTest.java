package ai.magibu.cli.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.cli.Cli;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.MagibuTokenizer;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.test.TinyModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunksCommandTest {

    private static final String TEXT = "Bugün hava çok güzel. Dışarısı güneşli. Yarın 😀 yağmur yağar mı? Belki.";

    @TempDir
    private Path folder;

    private Cli.Result chunks(String input, String... more) {
        String[] fixed = {
                "chunks", "--model", Cli.MODEL, "--cache", Cli.CACHE, "--device", "cpu",
                "--progress", "off", "--input", "-", "--output", "-"
        };
        return new Cli().in(input).execute(Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray(String[]::new));
    }

    private static JsonNode json(String line) throws IOException {
        return Cli.JSON.readTree(line);
    }

    @Test
    void everySpanHasALineWithItsLateChunkedVector() throws IOException {
        Cli.Result result = chunks(
                "{\"id\": 7, \"title\": \"Hava\", \"text\": \"" + TEXT + "\", \"spans\": [[22, 39], [0, 21]]}\n"
                        + "{\"text\": \"Belki.\", \"spans\": [[0, 6]]}\n",
                "--prompt", "document");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.lines()).hasSize(3);
        JsonNode first = json(result.lines().get(0));
        assertThat(first.fieldNames()).toIterable().containsExactly("id", "start", "end", "embedding", "tokens", "truncated");
        assertThat(first.get("id").intValue()).isEqualTo(7);
        assertThat(first.get("start").intValue()).isEqualTo(22);
        assertThat(json(result.lines().get(1)).get("end").intValue()).isEqualTo(21);
        assertThat(json(result.lines().get(2)).has("id")).isFalse();
        try (MagibuEmbedder embedder =
                MagibuEmbedder.builder().model(TinyModel.folder()).cacheDirectory(TinyModel.cacheDirectory()).load()) {
            float[] expected = embedder.embedChunks(
                    Passage.titled("Hava", TEXT), List.of(new Span(22, 39), new Span(0, 21)), EncodeOptions.of(Prompt.DOCUMENT))
                    .get(0)
                    .vector();
            float[] vector = new float[expected.length];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = first.get("embedding").get(i).floatValue();
            }
            assertThat(vector).containsExactly(expected, within(TinyModel.TOLERANCE));
        }
    }

    @Test
    void withoutSpansTheTextIsCutAtSentenceEnds() throws IOException {
        Cli.Result result =
                chunks("{\"text\": \"" + TEXT + "\"}\n{\"text\": \"\"}\n{\"text\": \"a\", \"spans\": null}\n", "--chunk-tokens", "1");

        assertThat(result.status()).as(result.err()).isZero();
        List<String> pieces = new ArrayList<>();
        for (String line : result.lines()) {
            if (json(line).get("end").intValue() > 1) {
                pieces.add(TEXT.substring(json(line).get("start").intValue(), json(line).get("end").intValue()));
            }
        }
        assertThat(pieces).containsExactly(
                "Bugün hava çok güzel. ", "Dışarısı güneşli. ", "Yarın 😀 yağmur yağar mı? ", "Belki.");
        assertThat(result.lines()).hasSize(5);
    }

    @Test
    void sentenceDoesNotEndAfterATurkishAbbreviationOrOrdinal() {
        try (MagibuTokenizer tokenizer = MagibuTokenizer.load(TinyModel.folder())) {
            String text = "\u00A0Prof. Dr. Ayşe geldi. II. Mahmut, M.Ö. 3. yüzyıl vb. konular.\u00A0Son.";

            assertThat(new SentenceChunks(tokenizer, 1).of(text).stream().map(span -> text.substring(span.start(), span.end())))
                    .containsExactly("\u00A0Prof. Dr. Ayşe geldi. ", "II. Mahmut, M.Ö. 3. yüzyıl vb. konular.\u00A0", "Son.");
            assertThat(new SentenceChunks(tokenizer, 1).of(" \n ")).containsExactly(new Span(0, 3));
        }
    }

    @Test
    void sentencesGoTogetherUpToTheLimit() {
        try (MagibuTokenizer tokenizer = MagibuTokenizer.load(TinyModel.folder())) {
            int limit = tokenizer.count("Bugün hava çok güzel. Dışarısı güneşli. ");
            List<Span> chunks = new SentenceChunks(tokenizer, limit).of(TEXT);

            assertThat(chunks.get(0)).isEqualTo(new Span(0, 40));
            assertThat(chunks.get(chunks.size() - 1).end()).isEqualTo(TEXT.length());
            for (int i = 1; i < chunks.size(); i++) {
                assertThat(chunks.get(i).start()).isEqualTo(chunks.get(i - 1).end());
            }
            assertThat(new SentenceChunks(tokenizer, 10_000).of(TEXT)).containsExactly(new Span(0, TEXT.length()));
        }
    }

    @Test
    void documentAboveTheLimitIsNotCut() throws IOException {
        String text = TEXT.replace("😀 ", "").repeat(20);
        Cli.Result result = chunks("{\"text\": \"" + text + "\"}\n", "--max-tokens", "40", "--chunk-tokens", "20");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.lines()).hasSizeGreaterThan(20).noneMatch(line -> line.contains("\"truncated\":true"));
        assertThat(json(result.lines().get(result.lines().size() - 1)).get("end").intValue()).isEqualTo(text.length());
    }

    @Test
    void chunkTooLongForTheModelIsReported() {
        Cli.Result result = chunks("{\"text\": \"" + TEXT + "\", \"spans\": [[0, 72], [0, 5]]}\n", "--max-tokens", "10");

        assertThat(result.status()).isZero();
        assertThat(result.lines().get(0)).endsWith("\"truncated\":true}");
        assertThat(result.lines().get(1)).endsWith("\"truncated\":false}");
        assertThat(result.err()).contains("1 of 2 chunks").contains("\"truncated\":true");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [[0, 99]]    | chunk 0 is Span[start=0, end=99], but the text has 6 characters
            [[3, 3]]     | "spans" number 0: a span needs 0 <= start < end, not 3 and 3
            [[0, 1], 7]  | "spans" must be an array of pairs of whole numbers; number 1 is a number
            [[0, 1, 2]]  | "spans" must be an array of pairs of whole numbers; number 0 is not
            [[0, "1"]]   | "spans" must be an array of pairs of whole numbers, found a string in one
            {"0": 1}     | "spans" must be an array of pairs of whole numbers, found an object
            """)
    void badSpansAreABadLine(String spans, String reason) {
        Cli.Result result = chunks("{\"text\": \"a\"}\n{\"text\": \"Belki.\", \"spans\": " + spans + "}\n");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("line 2: " + reason);
        assertThat(result.lines()).hasSize(1);
    }

    @Test
    void tooLongAChunkIsABadLineIfAsked() {
        Cli.Result result =
                chunks("{\"text\": \"" + TEXT + "\", \"spans\": [[0, 5], [0, 72]]}\n", "--max-tokens", "10", "--on-too-long", "fail");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("line 1: span 1 has").contains("the limit is 10");
    }

    @Test
    void chunkOfNoTokensIsAMistake() {
        assertThat(chunks("", "--chunk-tokens", "0").status()).isEqualTo(2);
    }

    @Test
    void outputOverTheInputIsRejected() throws IOException {
        Path file = Files.writeString(folder.resolve("in.jsonl"), "{\"text\":\"a\"}\n");
        Cli.Result result = Cli.run(
                "chunks", "--model", Cli.MODEL, "--input", file.toString(), "--output", file.toString());

        assertThat(result.status()).isEqualTo(2);
        assertThat(file).hasContent("{\"text\":\"a\"}\n");
    }
}
