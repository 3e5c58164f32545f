package ai.magibu.cli.lines;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.Passage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class CsvPassagesTest {

    private static final Columns ONLY_TEXTS = new Columns("text", new Columns.Column("", false), new Columns.Column("", false));

    @Test
    void columnsAreFoundByTheirNames() throws Exception {
        assertThat(read("id,other,title,text\n7,x,Başlık,Metin\n08,,,\"İki, üç\"\n")).containsExactly(
                "2: \"7\" Başlık / Metin", "3: \"08\"  / İki, üç");
    }

    @Test
    void idsBecomeJsonStrings() throws Exception {
        assertThat(csv("id,text\n\"a \"\"b\"\"\\\",x\n").next().id()).isEqualTo("\"a \\\"b\\\"\\\\\"");
    }

    @Test
    void idsAndTitlesAreOptional() throws Exception {
        assertThat(csv("text\na\n").next()).isEqualTo(new InputLine(2, null, Passage.of("a")));
    }

    @Test
    void otherNamesCanBeGiven() throws Exception {
        Columns names = new Columns("metin", new Columns.Column("", true), new Columns.Column("no", true));
        CsvPassages passages = new CsvPassages(bytes("no,title,metin\n1,t,a\n"), ',', names);
        assertThat(passages.next()).isEqualTo(new InputLine(2, "\"1\"", Passage.of("a")));
    }

    @Test
    void quotedLineEndsBelongToTheText() throws Exception {
        CsvPassages passages = csv("text,id\r\n\"bir\r\n\r\niki\n\",1\r\nüç,2\r\n");
        assertThat(passages.next()).isEqualTo(new InputLine(2, "\"1\"", Passage.of("bir\r\n\r\niki\n")));
        assertThat(passages.next()).isEqualTo(new InputLine(6, "\"2\"", Passage.of("üç")));
        assertThat(passages.next()).isNull();
    }

    @Test
    void byteOrderMarkAndBlankLinesAtTheEndAreIgnored() throws Exception {
        assertThat(read("\uFEFFtext\na\n\n  \n")).containsExactly("2: null null / a");
    }

    @Test
    void spacesAndEmptyTextsStay() throws Exception {
        assertThat(read("id,text\n1, a \n2,\n3,\"\"\n")).containsExactly(
                "2: \"1\" null /  a ", "3: \"2\" null / ", "4: \"3\" null / ");
    }

    @Test
    void tabsSeparateInTsv() throws Exception {
        CsvPassages passages = new CsvPassages(bytes("id\ttext\n1\ta, b\n"), '\t', Columns.DEFAULT);
        assertThat(passages.next()).isEqualTo(new InputLine(2, "\"1\"", Passage.of("a, b")));
    }

    @Test
    void semicolonsOfTurkishExcelSeparateToo() throws Exception {
        assertThat(read("id;text\n1;bir, iki\n")).containsExactly("2: \"1\" null / bir, iki");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1                | has 1 field, and the header has 2
            1,a,b            | has 3 fields, and the header has 2
            1,"a"b           | misplaced quotes
            1,"a" "b"        | misplaced quotes
            1,5" disk        | a quote is not closed
            `1,"a`           | a quote is not closed
            1,a\u0000b       | has a NUL character
            `  `             | empty; expected a row of the table
            """)
    void badRecordIsReportedAndTheNextOneIsRead(String record, String reason) throws Exception {
        CsvPassages passages = csv("id,text\n0,z\n" + record + "\n2,c\n3,d\n");
        passages.next();

        assertThatThrownBy(passages::next).isInstanceOf(BadLineException.class).hasMessageStartingWith("line 3: " + reason);
        assertThat(passages.next()).isEqualTo(new InputLine(4, "\"2\"", Passage.of("c")));
        assertThat(passages.next().number()).isEqualTo(5);
        assertThat(passages.next()).isNull();
    }

    @Test
    void strayQuoteDoesNotTakeTheNextRecordsWithIt() throws Exception {
        CsvPassages passages = csv("id,text\n1,5\" disk\n2,b\n3,\"c\"\n4,d\n");
        assertThatThrownBy(passages::next).hasMessageStartingWith("line 2: ");
        assertThat(passages.next().number()).isEqualTo(3);
        assertThat(passages.next().passage().text()).isEqualTo("c");
        assertThat(passages.next().number()).isEqualTo(5);
    }

    @Test
    void twoStrayQuotesDoNotTakeTheRecordsBetweenThemAlong() throws Exception {
        CsvPassages passages = csv("id,text\n1,5\" disk\n2,b\n3,7\" disk\n4,d\n");
        assertThatThrownBy(passages::next).hasMessageStartingWith("line 2: misplaced quotes");
        assertThat(passages.next()).isEqualTo(new InputLine(3, "\"2\"", Passage.of("b")));
        assertThatThrownBy(passages::next).hasMessageStartingWith("line 4: ");
        assertThat(passages.next()).isEqualTo(new InputLine(5, "\"4\"", Passage.of("d")));
    }

    @Test
    void lineOfAnotherEncodingInARecordIsReportedAfterTheRecord() throws Exception {
        CsvPassages passages = new CsvPassages(
                InputBytes.of(new ByteArrayInputStream("id,text\n1,\"a\nç\nb\"\n2,c\n".getBytes(ISO_8859_1))), ',', Columns.DEFAULT);
        assertThatThrownBy(passages::next).hasMessage("line 2: a quote is open until line 3, which is bad: not UTF-8");
        assertThatThrownBy(passages::next).hasMessage("line 3: not UTF-8");
        assertThatThrownBy(passages::next).hasMessageStartingWith("line 4: a quote is not closed");
        assertThat(passages.next()).isEqualTo(new InputLine(5, "\"2\"", Passage.of("c")));
        assertThat(passages.next()).isNull();
    }

    @Test
    void carriageReturnAloneIsNotALineEnd() {
        assertThatThrownBy(() -> csv("id,text\r1,a\r2,b\r")).isInstanceOf(BadLineException.class)
                .hasMessageStartingWith("line 1: has a carriage return without a line feed");
    }

    @Test
    void badRecordOfSeveralLinesIsSkippedAsAWhole() throws Exception {
        CsvPassages passages = csv("id,text\n1,\"a\nb\",c\n2,d\n");
        assertThatThrownBy(passages::next).hasMessageStartingWith("line 2: has 3 fields");
        assertThat(passages.next()).isEqualTo(new InputLine(4, "\"2\"", Passage.of("d")));
    }

    @Test
    void quoteThatIsNeverClosedDoesNotFillTheMemory() throws Exception {
        String line = "1," + "x".repeat(1 << 20) + "\n";
        CsvPassages passages = csv("id,text\n0,\"a\n" + line.repeat(20));
        assertThatThrownBy(passages::next).hasMessageStartingWith("line 2: a quote is not closed");
        assertThat(passages.next().number()).isEqualTo(3);
        assertThat(passages.next().number()).isEqualTo(4);
    }

    @Test
    void otherEncodingIsABadRecord() throws Exception {
        CsvPassages passages = new CsvPassages(
                InputBytes.of(new ByteArrayInputStream("text\nçiçek\nb\n".getBytes(ISO_8859_1))), ',', ONLY_TEXTS);
        assertThatThrownBy(passages::next).hasMessage("line 2: not UTF-8");
        assertThat(passages.next().number()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            body,id         | no column "text"; the columns are "body", "id"
            text,text       | the column "text" is there twice
            id,text,id      | the column "id" is there twice
            """)
    void headerNeedsTheColumns(String header, String message) {
        assertThatThrownBy(() -> csv(header + "\na,b\n")).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }

    @Test
    void columnThatWasNamedMustBeThere() {
        Columns names = new Columns("text", new Columns.Column("title", false), new Columns.Column("no", true));
        assertThatThrownBy(() -> new CsvPassages(bytes("text\na\n"), ',', names)).hasMessageStartingWith("no column \"no\"");
    }

    @Test
    void emptyFileHasNoHeader() {
        assertThatThrownBy(() -> csv("\n")).isInstanceOf(BadLineException.class)
                .hasMessage("line 1: empty; expected the names of the columns");
    }

    private static List<String> read(String text) throws IOException, BadLineException {
        CsvPassages passages = csv(text);
        List<String> read = new ArrayList<>();
        for (InputLine line = passages.next(); line != null; line = passages.next()) {
            read.add(line.number() + ": " + line.id() + " " + line.passage().title() + " / " + line.passage().text());
        }
        return read;
    }

    private static CsvPassages csv(String text) throws IOException, BadLineException {
        return new CsvPassages(bytes(text), ',', Columns.DEFAULT);
    }

    private static InputBytes bytes(String text) {
        return InputBytes.of(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
