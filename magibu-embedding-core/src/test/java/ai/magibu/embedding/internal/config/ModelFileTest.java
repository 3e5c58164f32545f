package ai.magibu.embedding.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class ModelFileTest {

    @TempDir
    Path folder;

    @Test
    void reasonIsPartOfTheMessage() throws IOException {
        Path file = folder.resolve("config.json");
        assertThat(ModelFile.unreadable(file, new AccessDeniedException(file.toString()))).hasMessageContainingAll("config.json",
                "permission denied");
        assertThatThrownBy(() -> ModelFile.readJson(file)).isInstanceOf(ModelSourceException.class).hasMessageContaining("is missing");
        Files.createSymbolicLink(file, Path.of("nowhere"));
        assertThatThrownBy(() -> ModelFile.readJson(file)).isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("link to a missing file");
        assertThatThrownBy(() -> ModelFile.readJson(folder)).isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("not a regular file");
    }

    @Test
    void linkToNothingExists() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
        assertThat(ModelFile.exists(link)).isTrue();
        assertThat(ModelFile.exists(folder.resolve("other"))).isFalse();
    }

    @Test
    void fileOfGigabytesIsNotRead() throws IOException {
        Path file = folder.resolve("config.json");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        assertThatThrownBy(() -> ModelFile.readJson(file)).isInstanceOf(ModelFormatException.class).hasMessageContaining("config.json");
    }
}
