package ai.magibu.adaptation.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.api.AdaptationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

    @TempDir
    private Path folder;

    private static List<String> texts(Corpus corpus) {
        List<String> texts = new ArrayList<>();
        corpus.forEach(texts::add);
        return texts;
    }

    private void file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void aFolderStandsForItsFilesOfTexts() throws IOException {
        file("b.txt", "\uFEFFçay\r\n\r\nkahve");
        file("a/c.md", "# Başlık\n\nİlk paragraf");
        file("c.jsonl", "{\"id\": 1, \"text\": \"satır\\niki\"}\n");
        file("notes.doc", "not read");

        assertThat(texts(Corpus.of("tr", List.of(folder)))).containsExactly("# Başlık", "İlk paragraf", "çay", "kahve", "satır\niki");
    }

    @Test
    void aFolderWithoutTextsIsRejected() {
        assertThatThrownBy(() -> Corpus.of("tr", List.of(folder))).isInstanceOf(AdaptationException.class)
                .hasMessageContaining("has no files .txt, .md, .jsonl, .parquet");
    }

    @Test
    void aFaultIsReportedWithItsLine() throws IOException {
        file("a.jsonl", "{\"text\": \"x\"}\n{\"body\": \"y\"}\n");
        Files.write(folder.resolve("b.txt"), new byte[] {'a', '\n', (byte) 0xff});

        assertThatThrownBy(() -> texts(Corpus.of("tr", List.of(folder.resolve("a.jsonl"))))).isInstanceOf(AdaptationException.class)
                .hasMessageContaining("a.jsonl, line 2: it has no string \"text\"");
        assertThatThrownBy(() -> texts(Corpus.of("tr", List.of(folder.resolve("b.txt"))))).isInstanceOf(AdaptationException.class)
                .hasMessageContaining("b.txt, line 2: the text is not UTF-8");
    }
}
