package ai.magibu.cli.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class LineReaderTest {

    @Test
    void linesEndAtLfOrCrLfOrTheStreamsEnd() throws Exception {
        assertThat(linesOf("a\nb\r\n\nc")).containsExactly("a", "b", "", "c");
        assertThat(linesOf("a\n")).containsExactly("a");
        assertThat(linesOf("\n")).containsExactly("");
        assertThat(linesOf("")).isEmpty();
    }

    @Test
    void otherLineSeparatorsBelongToTheLine() throws Exception {
        assertThat(linesOf("a\rb\u2028c\u0085d\n")).containsExactly("a\rb\u2028c\u0085d");
    }

    @Test
    void linesAcrossTheBufferStayWhole() throws Exception {
        String longLine = "ığüşöçİ".repeat(40_000);

        assertThat(linesOf("x\n" + longLine + "\r\n" + longLine)).containsExactly("x", longLine, longLine);
    }

    @Test
    void streamThatGivesOneByteAtATimeReadsTheSame() throws Exception {
        InputStream slow = new ByteArrayInputStream("ış\r\n\nğ".getBytes(UTF_8)) {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(1, length));
            }
        };

        assertThat(linesOf(new LineReader(slow))).containsExactly("ış", "", "ğ");
    }

    @Test
    void byteOrderMarkIsLeftOutAtTheStartOnly() throws Exception {
        assertThat(linesOf("\uFEFFa\n\uFEFFb")).containsExactly("a", "\uFEFFb");
    }

    @Test
    void numberIsThatOfTheLastLineFromOne() throws Exception {
        LineReader reader = new LineReader(stream("a\n\nb"));

        reader.next();
        assertThat(reader.number()).isEqualTo(1);
        reader.next();
        reader.next();
        assertThat(reader.number()).isEqualTo(3);
    }

    @Test
    void lineThatIsNotUtf8IsBad() throws Exception {
        for (byte[] bytes : List.of(
                new byte[] {'a', '\n', (byte) 0xE7}, // ISO-8859-9
                new byte[] {'a', '\n', (byte) 0xC0, (byte) 0x80}, // overlong
                new byte[] {'a', '\n', (byte) 0xED, (byte) 0xA0, (byte) 0x80})) { // a surrogate
            LineReader reader = new LineReader(new ByteArrayInputStream(bytes));
            assertThat(reader.next()).isEqualTo("a");
            assertThatThrownBy(reader::next).isInstanceOf(BadLineException.class).hasMessage("line 2: not UTF-8");
        }
    }

    @Test
    void lineWithoutEndIsRejectedBeforeItFillsTheMemory() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'a';
            }
        };

        assertThatThrownBy(new LineReader(endless, 1 << 20)::next)
                .isInstanceOf(BadLineException.class)
                .hasMessage("line 1: longer than 1048576 bytes");
    }

    @Test
    void longestLineIsStillRead() throws Exception {
        LineReader reader = new LineReader(stream("a".repeat(100_000) + "\n"), 100_000);

        assertThat(reader.next()).hasSize(100_000);
    }

    @Test
    void mayWaitOnceNoWholeLineIsAtHand() throws Exception {
        LineReader reader = new LineReader(stream("a\nb\nc"));

        reader.next();
        assertThat(reader.mayWait()).isFalse();
        reader.next();
        assertThat(reader.mayWait()).isTrue();
    }

    private static List<String> linesOf(String text) throws IOException, BadLineException {
        return linesOf(new LineReader(stream(text)));
    }

    private static List<String> linesOf(LineReader reader) throws IOException, BadLineException {
        List<String> lines = new ArrayList<>();
        String line = reader.next();
        while (line != null) {
            lines.add(line);
            line = reader.next();
        }
        return lines;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
