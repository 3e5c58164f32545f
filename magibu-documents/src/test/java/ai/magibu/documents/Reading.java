package ai.magibu.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.documents.UnreadableFileException.Reason;
import dev.langchain4j.data.document.Document;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Helper methods for the tests of the formats. */
final class Reading {

    static final Charset TURKISH = Charset.forName("windows-1254");

    private Reading() {}

    static Document read(String name, byte[] content) {
        return new FileParser().parse(name, content);
    }

    static Document read(String name, String content) {
        return read(name, content.getBytes(StandardCharsets.UTF_8));
    }

    static String text(String name, byte[] content) {
        return read(name, content).text();
    }

    static String text(String name, String content) {
        return read(name, content).text();
    }

    static String title(String name, String content) {
        return read(name, content).metadata().getString("title");
    }

    static void assertUnreadable(Reason reason, String name, byte[] content) {
        assertThatThrownBy(() -> read(name, content)).isInstanceOfSatisfying(UnreadableFileException.class, e -> {
            assertThat(e.reason()).as(name).isEqualTo(reason);
            assertThat(e).hasMessageContaining("\"" + name + "\"");
        });
    }

    static void assertUnreadable(Reason reason, String name, String content) {
        assertUnreadable(reason, name, content.getBytes(StandardCharsets.UTF_8));
    }
}
