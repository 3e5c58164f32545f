package ai.magibu.adaptation.internal.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.adaptation.SmallTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextCutterTest {

    @TempDir
    private Path folder;

    @Test
    void wordsBeginAtBlanksAndEndAtPunctuation() throws IOException {
        assertThat(parts("kitap evler, a1 b", List.of())).containsExactly("kitap", "▁evler", ",", "▁a", "1", "▁b");
        assertThat(parts(" kitap", List.of())).containsExactly("▁kitap");
        assertThat(parts("", List.of())).isEmpty();
    }

    @Test
    void addedTokensAreCutOutAndTheLongestCounts() throws IOException {
        assertThat(parts("a<br>b<bos><unused1", List.of())).containsExactly("a", "<br>", "b", "<bos>", "<", "unused", "1");
    }

    @Test
    void namedTokensStayTogether() throws IOException {
        assertThat(parts("e-posta", List.of())).containsExactly("e", "-", "posta");
        assertThat(parts("e-posta", List.of("e-posta"))).containsExactly("e-posta");
    }

    private List<String> parts(String text, List<String> named) throws IOException {
        List<String> parts = new ArrayList<>();
        new TextCutter(TokenizerFile.read(new SmallTokenizer().write(folder)), named).cut(text, parts::add);
        return parts;
    }
}
