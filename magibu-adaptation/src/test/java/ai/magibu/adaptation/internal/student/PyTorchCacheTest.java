package ai.magibu.adaptation.internal.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.api.AdaptationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PyTorchCacheTest {

    @TempDir
    private Path temporary;

    @Test
    void aNewFolderIsTheUsersAlone() throws IOException {
        Path folder = PyTorchCache.prepared(temporary.resolve("natives"));

        assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aLibraryThatOthersCanWriteIsRejected() throws IOException {
        Path folder = PyTorchCache.prepared(temporary.resolve("natives"));
        Path library = Files.createFile(Files.createDirectories(folder.resolve("pytorch/2.7.1")).resolve("libtorch_cpu.so"));
        PyTorchCache.prepared(folder);
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThatThrownBy(() -> PyTorchCache.prepared(folder)).isInstanceOf(AdaptationException.class)
                .hasMessageStartingWith("PyTorch's native library is not loaded from " + folder.resolve("pytorch") + ": " + library)
                .hasMessageEndingWith("Delete it, or set DJL_CACHE_DIR to a folder that only you or root can write.");
    }
}
