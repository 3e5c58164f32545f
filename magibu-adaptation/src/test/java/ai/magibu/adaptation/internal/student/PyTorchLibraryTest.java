package ai.magibu.adaptation.internal.student;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.api.AdaptationException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PyTorchLibraryTest {

    @Test
    void theLibraryOfThePlatformIsFound() {
        assertThatCode(() -> PyTorchLibrary.check(
                List.of(library("2.7.1-20250812", "win-x86_64"), library("2.7.1-20250812", "linux-x86_64")), "linux-x86_64"))
                .doesNotThrowAnyException();
    }

    @Test
    void aMissingLibraryIsNamed() {
        assertThatThrownBy(() -> PyTorchLibrary.check(List.of(), "osx-aarch64")).isInstanceOf(AdaptationException.class)
                .hasMessage("Training needs the native library of PyTorch, which is not on the class path. Add"
                        + " ai.djl.pytorch:pytorch-native-cpu:2.7.1:osx-aarch64 to the class path, or put"
                        + " pytorch-native-cpu-2.7.1-osx-aarch64.jar next to magibu-cli.jar.");
    }

    @Test
    void anotherVersionOrPlatformIsNamed() {
        assertThatThrownBy(() -> PyTorchLibrary.check(List.of(library("2.7.10", "linux-x86_64")), "linux-x86_64"))
                .isInstanceOf(AdaptationException.class)
                .hasMessageStartingWith(
                        "Training needs the native library of PyTorch 2.7.1 for linux-x86_64, but the class path has version"
                                + " 2.7.10 for linux-x86_64. Add ");
    }

    @Test
    void anOwnLibraryMustBeThere(@TempDir Path folder) throws IOException {
        String path = folder.resolve("missing") + File.pathSeparator + folder;
        assertThatThrownBy(() -> PyTorchLibrary.checkOwn(path)).isInstanceOf(AdaptationException.class)
                .hasMessageStartingWith("PYTORCH_LIBRARY_PATH is set to " + path + ", but there is no ");
        Path library = Files.createFile(folder.resolve(System.mapLibraryName("torch")));

        PyTorchLibrary.checkOwn(path);
        PyTorchLibrary.checkOwn(library.toString());
    }

    private static Properties library(String version, String classifier) {
        Properties properties = new Properties();
        properties.setProperty("version", version);
        properties.setProperty("classifier", classifier);
        return properties;
    }
}
