package ai.magibu.cli.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.cli.Cli;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchCommandIT {

    private static final String QUERY = "Kedi bugün ne yedi?";

    @TempDir
    private Path folder;

    private final List<String> texts =
            IntStream.range(0, 40).mapToObj(i -> "kedi ".repeat(1 + i % 4) + "sayı " + i * 37 % 41).toList();
    private Path in;

    @BeforeEach
    void input() throws IOException {
        in = Files.write(folder.resolve("in.txt"), texts);
    }

    private static Cli.Result run(String... args) {
        return Cli.run(Stream.concat(Stream.of(args), Stream.of("--model", Cli.MODEL, "--cache", Cli.CACHE, "--device", "cpu"))
                .toArray(String[]::new));
    }

    private Path embedded(String name, String... options) {
        Path out = folder.resolve(name);
        Cli.Result result = run(Stream.concat(
                Stream.of("embed", "--input", in.toString(), "--output", out.toString()), Arrays.stream(options)).toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isZero();
        return out;
    }

    private Cli.Result search(Path embeddings, String... options) {
        return run(
                Stream.concat(Stream.of("search", "--embeddings", embeddings.toString()), Arrays.stream(options)).toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"e.jsonl", "e.npy", "e.parquet"})
    void rowsAreThoseOfTheLibrary(String name) throws IOException {
        List<String> expected;
        float[] cosines = new float[texts.size()];
        try (MagibuEmbedder embedder = TinyModel.load()) {
            float[] query = embedder.encodeQuery(QUERY);
            for (int i = 0; i < cosines.length; i++) {
                cosines[i] = MagibuEmbedder.similarity(query, embedder.encode(texts.get(i)));
            }
            expected = IntStream.range(0, cosines.length).boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -cosines[i])).limit(5).map(texts::get).toList();
        }

        Cli.Result result = search(embedded(name), "--top", "5", "--texts", in.toString(), "--json", QUERY);

        assertThat(result.status()).as(result.err()).isZero();
        List<String> found = new ArrayList<>();
        for (String line : result.lines()) {
            var hit = Cli.JSON.readTree(line);
            found.add(hit.get("text").textValue());
            int row = hit.get("row").intValue();
            assertThat(texts.get(row - 1)).isEqualTo(hit.get("text").textValue());
            assertThat(hit.get("score").doubleValue()).isCloseTo(cosines[row - 1], within(1e-5));
        }
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-"})
    void emptyQueryIsAMistake(String query) {
        Cli.Result result = search(in, query);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("magibu: the query is empty");
    }

    @Test
    void tableShowsScoreRowAndText() {
        Cli.Result result = search(embedded("e.npy"), "--top", "2", "--texts", in.toString(), "--prompt", "none", texts.get(7));
        assertThat(result.lines()).hasSize(3);
        assertThat(result.lines().get(0)).isEqualTo(" score  row  text");
        assertThat(result.lines().get(1)).isEqualTo("1.0000    8  " + texts.get(7));
    }

    @Test
    void queryIsTheFirstLineOfStdin() {
        Path embeddings = embedded("e.npy");
        Cli.Result result = new Cli().in(texts.get(3) + "\n").defaultModel(Cli.MODEL).execute(
                "search", "--embeddings", embeddings.toString(), "--cache", Cli.CACHE, "--prompt", "none", "--top", "1", "-");
        assertThat(result.lines().get(1)).isEqualTo("1.0000    4");
    }

    @Test
    void queryIsCutToShorterEmbeddings() {
        Cli.Result result = search(embedded("e.jsonl", "--dimensions", "8"), "--prompt", "none", "--top", "1", texts.get(5));
        assertThat(result.lines().get(1)).isEqualTo("1.0000    6");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | has embeddings of 200 dimensions
            0   | has embeddings of 0 dimensions
            """)
    void embeddingsOfAnotherModelAreRejected(int dimension, String message) throws IOException {
        String vector = "1,".repeat(dimension).replaceFirst(",$", "");
        Path file = Files.writeString(folder.resolve("e.jsonl"), "{\"embedding\":[" + vector + "]}\n");
        Cli.Result result = search(file, QUERY);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(file + " " + message);
    }

    @Test
    void rowOfOtherDimensionsIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("e.jsonl"), "{\"embedding\":[1,2]}\n{\"embedding\":[1,2,3]}\n");
        Cli.Result result = search(file, QUERY);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains(file + ": row 2 has 3 dimensions, and row 1 has 2");
    }

    @Test
    void emptyFileHasNoRows() throws IOException {
        Path file = Files.writeString(folder.resolve("e.jsonl"), "");
        assertThat(search(file, QUERY).out()).isEqualTo(Cli.line("score  row"));
        assertThat(search(file, "--json", QUERY).out()).isEmpty();
    }

    @Test
    void rowsWithoutNumbersAreLeftOutWithAWarning() throws IOException {
        Path file = Files.writeString(folder.resolve("e.jsonl"), "{\"embedding\":[1e999,2]}\n{\"embedding\":[0,0]}\n");
        Cli.Result result = search(file, QUERY);
        assertThat(result.lines()).hasSize(2).last().isEqualTo("0.0000    2");
        assertThat(result.err()).contains("magibu: warning: 1 row of " + file + " with a component that is not a number left out");
    }

    @Test
    void skippedLinesHaveNoRows() throws IOException {
        Path list = folder.resolve("bad");
        in = Files.writeString(folder.resolve("in.jsonl"), "{\"text\":\"bir\",\"id\":1}\noops\n{\"text\":\"" + "uzun ".repeat(1000)
                + "\",\"id\":2}\n{\"text\":\"iki\",\"id\":3}\n");
        Path file = embedded("e.npy", "--skip-bad", list.toString(), "--on-too-long", "fail");
        String[] search = {"--texts", in.toString(), "--prompt", "none", "--top", "1", "iki"};
        assertThat(search(file, search).err()).startsWith("line 2: not JSON");
        Cli.Result result = search(file, Stream.concat(Stream.of("--skip-bad", list.toString()), Stream.of(search)).toArray(String[]::new));
        assertThat(result.lines().get(1)).isEqualTo("1.0000    2  3   iki");
    }

    @Test
    void idsThatParquetHoldsAsStringsAreThoseOfTheTexts() throws IOException {
        in = Files.writeString(folder.resolve("in.jsonl"),
                "{\"text\":\"bir\",\"id\":1.50}\n{\"text\":\"iki\",\"id\":\"\\u0131\"}\n{\"text\":\"üç\",\"id\":3}\n");
        Cli.Result result = search(embedded("e.parquet"), "--texts", in.toString(), QUERY);
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.lines()).hasSize(4);
    }

    @Test
    void otherTextsAreRejected() throws IOException {
        in = Files.writeString(folder.resolve("in.jsonl"), "{\"text\":\"bir\",\"id\":1}\n{\"text\":\"iki\",\"id\":2}\n");
        Path file = embedded("e.jsonl");
        Path other = Files.writeString(folder.resolve("other.csv"), "id,text\n5,bir\n6,iki\n");
        assertThat(search(file, "--texts", other.toString(), QUERY).err()).contains("--texts is not the file that was embedded");
        Path shorter = Files.writeString(folder.resolve("shorter.txt"), "bir\n");
        assertThat(search(file, "--texts", shorter.toString(), QUERY).err()).contains("--texts has fewer texts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.npy", "none.jsonl", "none.parquet"})
    void missingFileIsOneLine(String name) {
        Cli.Result result = search(folder.resolve(name), QUERY);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines()).singleElement().asString().startsWith("magibu: cannot read " + folder.resolve(name));
    }
}
