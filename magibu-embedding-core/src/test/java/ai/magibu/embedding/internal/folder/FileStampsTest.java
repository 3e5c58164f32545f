package ai.magibu.embedding.internal.folder;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.ModelSourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampsTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void model() throws IOException {
        Files.writeString(folder.resolve("modules.json"), "[]");
    }

    private interface Change {
        void of(Path file) throws IOException;
    }

    private void assertNoticed(Change change) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "content");
        Path other = Files.writeString(folder.resolve("other"), "content");
        FileStamps stamps = FileStamps.in(folder);
        stamps.requireUnchanged(List.of(file, other));
        change.of(file);
        assertThatCode(() -> stamps.requireUnchanged(List.of(other))).doesNotThrowAnyException();
        assertThatThrownBy(() -> stamps.requireUnchanged(List.of(other, file)))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining(file + " has changed");
    }

    @Test
    void replacedFileWithTheSameSizeAndTimeIsNoticed() throws IOException {
        assertNoticed(file -> {
            FileTime time = Files.getLastModifiedTime(file);
            Path next = Files.writeString(folder.resolve("next"), "CONTENT");
            Files.setLastModifiedTime(next, time);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    @Test
    void appendedTouchedAndDeletedFilesAreNoticed() throws IOException {
        assertNoticed(file -> Files.writeString(file, "content and more"));
        assertNoticed(file -> Files.setLastModifiedTime(file, FileTime.fromMillis(1)));
        assertNoticed(Files::delete);
    }

    @Test
    void deepFilesAndCircularLinksAreNoHindrance() throws IOException {
        Path file = Files.writeString(Files.createDirectories(folder.resolve("a/b/c/d/e/f/g")).resolve("file"), "content");
        Files.createSymbolicLink(folder.resolve("a/loop"), folder);
        Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("missing"));
        assertThatCode(() -> FileStamps.in(folder).requireUnchanged(List.of(file))).doesNotThrowAnyException();
    }

    @Test
    void newFileIsNoticed() throws IOException {
        FileStamps stamps = FileStamps.in(folder);
        Path file = Files.writeString(folder.resolve("late"), "content");
        assertThatThrownBy(() -> stamps.requireUnchanged(List.of(file))).isInstanceOf(ModelSourceException.class);
    }
}
