package ai.magibu.adaptation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.TeacherVectors.Result;
import ai.magibu.adaptation.TeacherVectors.Settings;
import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.corpus.Corpus;
import ai.magibu.adaptation.internal.vectors.VectorColumns;
import ai.magibu.adaptation.internal.vectors.VectorTable;
import ai.magibu.adaptation.internal.vectors.VectorTables;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeacherVectorsIT {

    private static final Settings SETTINGS = new Settings(Prompt.NONE, 4);

    private static MagibuEmbedder teacher;

    @TempDir
    Path folder;

    private Path output;

    @BeforeAll
    static void load() {
        teacher = TinyModel.load();
    }

    @AfterAll
    static void close() {
        teacher.close();
    }

    @BeforeEach
    void nameOutput() {
        output = folder.resolve("vectors");
    }

    private List<Corpus> corpora() throws IOException {
        Path turkish = folder.resolve("tr.txt");
        Files.write(turkish, IntStream.range(0, 7).mapToObj(i -> "Çay " + i + " ☕🍵 Iğdır'da ŞÖLEN").toList());
        Path english =
                Files.writeString(folder.resolve("en.jsonl"), "{\"text\":\"tea\"}\n\n{\"text\":\" \"}\n{\"text\":\"tea\\nfor two\"}\n");
        return List.of(new Corpus("tr", List.of(turkish)), new Corpus("en", List.of(english)));
    }

    private Result write(List<Corpus> corpora) {
        return TeacherVectors.write(teacher, corpora, output, SETTINGS, (rows, total) -> {});
    }

    private VectorTable open() {
        return VectorTables.open(List.of(output), VectorColumns.PUBLISHED, folder);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(output)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyTextGetsTheTeachersVector() throws IOException {
        List<String> progress = new ArrayList<>();

        Result result = TeacherVectors.write(teacher, corpora(), output, SETTINGS, (rows, total) -> progress.add(rows + "/" + total));

        assertThat(result).isEqualTo(new Result(9, 0, 0));
        assertThat(names()).containsExactly("manifest.json", "part-00000.parquet", "part-00001.parquet", "part-00002.parquet");
        assertThat(progress).startsWith("0/9", "4/9").endsWith("9/9");
        try (VectorTable table = open()) {
            assertThat(table.rows()).isEqualTo(9);
            assertThat(table.row(6).text()).isEqualTo("Çay 6 ☕🍵 Iğdır'da ŞÖLEN");
            assertThat(table.row(8).text()).isEqualTo("tea\nfor two");
            for (int row = 0; row < 9; row++) {
                assertThat(table.row(row).vector()).usingComparatorWithPrecision(1e-5f).containsExactly(
                        teacher.encode(List.of(table.row(row).text())).get(0));
            }
        }
    }

    @Test
    void aFinishedFolderIsLeftAsItIs() throws IOException {
        write(corpora());
        byte[] manifest = Files.readAllBytes(output.resolve("manifest.json"));

        assertThat(write(corpora())).isEqualTo(new Result(9, 0, 9));
        assertThat(output.resolve("manifest.json")).hasBinaryContent(manifest);
    }

    @Test
    void aRunThatWasKilledContinuesBehindItsLastWholeFile() throws IOException {
        write(corpora());
        String hash = hash();
        byte[] first = Files.readAllBytes(output.resolve("part-00000.parquet"));
        byte[] last = Files.readAllBytes(output.resolve("part-00002.parquet"));

        for (int length = 0; length < last.length; length += 211) {
            Files.write(output.resolve("part-00002.parquet"), Arrays.copyOf(last, length));
            assertThatThrownBy(this::open).isInstanceOf(AdaptationException.class)
                    .hasMessageContaining("part-00002.parquet: the file is missing, or differs from manifest.json");

            assertThat(write(corpora())).isEqualTo(new Result(9, 0, 8));
            assertThat(hash()).isEqualTo(hash);
        }
        assertThat(output.resolve("part-00000.parquet")).hasBinaryContent(first);
    }

    private String hash() {
        try (VectorTable table = open()) {
            return table.hash();
        }
    }

    @Test
    void aRunThatIsStoppedLeavesWholeFilesAndNothingElse() throws IOException {
        List<Corpus> corpora = corpora();
        assertThatThrownBy(() -> TeacherVectors.write(teacher, corpora, output, SETTINGS, (rows, total) -> {
            if (rows == 7) {
                throw new IllegalStateException("stopped");
            }
        })).hasMessage("stopped");
        assertThat(names()).containsExactly("manifest.json", "part-00000.parquet");
        assertThatThrownBy(this::open).hasMessageContaining("only 4 of 9 rows are there. Compute the teacher's vectors again");
        Files.writeString(output.resolve("part-00001.parquet"), "not in the manifest yet");
        Files.writeString(output.resolve("part-00001.parquet.x.tmp"), "half");

        assertThat(write(corpora)).isEqualTo(new Result(9, 0, 4));

        assertThat(names()).containsExactly("manifest.json", "part-00000.parquet", "part-00001.parquet", "part-00002.parquet");
        try (VectorTable table = open()) {
            assertThat(table.rows()).isEqualTo(9);
        }
    }

    @Test
    void otherTextsOrSettingsDoNotContinueARun() throws IOException {
        List<Corpus> corpora = corpora();
        write(corpora);
        assertThatThrownBy(() -> TeacherVectors.write(teacher, corpora, output, new Settings(Prompt.QUERY, 4), (rows, total) -> {}))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("manifest.json: the vectors here were begun with another prompt (\"none\" and not \"query\")");

        Files.writeString(folder.resolve("tr.txt"), "Kahve");
        assertThatThrownBy(() -> write(corpora)).hasMessageContaining("begun with another list of texts (tr=tr.txt with SHA-256 ");
        assertThat(names()).hasSize(4);
    }

    @Test
    void aPromptIsStoredWithItsTextSoThatAStudentReadsWhatTheTeacherRead() throws IOException {
        Path file = Files.writeString(folder.resolve("q.txt"), "Çay nerede?\n");
        TeacherVectors.write(teacher, List.of(new Corpus("tr", List.of(file))), output, new Settings(Prompt.QUERY, 4), (rows, total) -> {});
        String prompt = teacher.info().prompts().get("query");
        assertThat(prompt).isNotBlank();
        try (VectorTable table = open()) {
            assertThat(table.row(0).text()).isEqualTo(prompt + "Çay nerede?");
            assertThat(table.row(0).vector()).usingComparatorWithPrecision(1e-5f).containsExactly(teacher.encodeQuery("Çay nerede?"));
        }
    }

    @Test
    void aRunThatFailedBeforeItsFirstFileBindsNoOther() throws IOException {
        List<Corpus> corpora = corpora();
        assertThatThrownBy(() -> TeacherVectors.write(teacher, corpora, output, new Settings(Prompt.QUERY, 4), (rows, total) -> {
            throw new IllegalStateException("stopped");
        })).hasMessage("stopped");
        assertThat(names()).containsExactly("manifest.json");
        assertThat(write(corpora)).isEqualTo(new Result(9, 0, 0));
    }

    @Test
    void aPromptThatTheTeacherLacksIsRejectedBeforeTheWork() throws IOException {
        List<Corpus> corpora = corpora();
        Settings settings = new Settings(Prompt.named("nosuch"), 4);
        assertThatThrownBy(() -> TeacherVectors.write(teacher, corpora, output, settings, (rows, total) -> {}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("the model has no prompt \"nosuch\"; it has [");
        assertThat(output).doesNotExist();
    }

    @Test
    void cutTextsAreCountedOrRejectedByName() throws IOException {
        Path file = Files.writeString(folder.resolve("long.txt"), "kısa\n" + "uzun metin ".repeat(500) + "\n");
        List<Corpus> corpora = List.of(new Corpus("tr", List.of(file)));

        assertThat(write(corpora)).isEqualTo(new Result(2, 1, 0));

        try (MagibuEmbedder strict = TinyModel.builder().onTooLong(OnTooLong.FAIL).load()) {
            assertThatThrownBy(() -> TeacherVectors.write(strict, corpora, folder.resolve("strict"), SETTINGS, (rows, total) -> {}))
                    .isInstanceOf(AdaptationException.class)
                    .hasMessageStartingWith("Text 2 of the corpus (tr): ");
        }
    }

    @Test
    void foldersThatHoldSomethingElseAreKept() throws IOException {
        Files.createDirectories(output);
        Files.writeString(output.resolve("mine"), "x");
        assertThatThrownBy(() -> write(corpora())).isInstanceOf(AdaptationException.class).hasMessageContaining("is not empty and has no");

        Files.writeString(output.resolve("manifest.json"), "{}");
        assertThatThrownBy(() -> write(corpora())).hasMessageContaining("it is not the manifest of a teacher's vectors");
        Files.writeString(output.resolve("manifest.json"), "{");
        assertThatThrownBy(() -> write(corpora())).hasMessageContaining("manifest.json: the manifest cannot be read: it is not valid JSON");
        assertThat(output.resolve("mine")).hasContent("x");
    }

    @Test
    void badTextsAreFoundBeforeTheWork() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.jsonl"), "{\"text\":\"a\"}\n{\"txt\":\"b\"}\n");
        assertThatThrownBy(() -> write(List.of(new Corpus("tr", List.of(bad))))).isInstanceOf(AdaptationException.class)
                .hasMessageContaining("bad.jsonl, line 2");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n \n");
        assertThatThrownBy(() -> write(List.of(new Corpus("tr", List.of(empty))))).hasMessageContaining("no texts to embed");
        assertThat(output).doesNotExist();
    }

    @Test
    void vectorsAreACorpusToo() throws IOException {
        write(corpora());
        List<String> texts = new ArrayList<>();

        new Corpus("tr", List.of(output.resolve("part-00002.parquet"))).forEach(texts::add);

        assertThat(texts).containsExactly("tea\nfor two");
        List<Corpus> shards = List.of(new Corpus("x", List.of(output.resolve("part-00000.parquet"), output.resolve("part-00001.parquet"))));
        output = folder.resolve("again");
        assertThat(write(shards)).isEqualTo(new Result(8, 0, 0));
    }
}
