package ai.magibu.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class FileListTest {

    @ParameterizedTest
    @CsvSource({
            "0, 0 B",
            "999, 999 B",
            "1000, 1.0 kB",
            "999949, 999.9 kB",
            "999950, 1.0 MB",
            "413900000, 413.9 MB",
            "5000000000, 5.0 GB",
            "9000000000000000, 9000.0 TB"
    })
    void sizeHasThreeDigitsOrSo(long bytes, String size) {
        assertThat(FileList.size(bytes)).isEqualTo(size);
    }

    @Test
    void namesAndSizesStandInColumns(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("a"), new byte[5]);
        Files.write(folder.resolve("longer.bin"), new byte[2500]);

        assertThat(FileList.of(folder, List.of("a", "longer.bin")))
                .containsExactly("a                 5 B", "longer.bin     2.5 kB");
    }
}
