package ai.magibu.dev.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the installations of this test are shell scripts")
@Tag("locale")
class PostgresInstallationTest {

    @TempDir
    Path folder;

    @Test
    void onlyInstallationsWithPgvectorCountNewestFirst() throws IOException {
        install("lib/postgresql/15", "postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)", true);
        install("lib/postgresql/16", "initdb (PostgreSQL) 16.4", false);
        install("lib/postgresql/17", "initdb (PostgreSQL) 17.0", true);

        assertThat(PostgresInstallation.withPgvector(folder)).extracting(PostgresInstallation::version).containsExactly(17, 15);
    }

    @Test
    void homeMayBeTheBinFolderOrTheOneAbove() throws IOException {
        install("pg", "initdb (PostgreSQL) 18beta1", true);
        PostgresInstallation expected = new PostgresInstallation(folder.resolve("pg/bin"), 18);

        assertThat(PostgresInstallation.withPgvector(folder.resolve("pg"))).containsExactly(expected);
        assertThat(PostgresInstallation.withPgvector(folder.resolve("pg/bin")))
                .extracting(installation -> installation.bin().normalize())
                .containsExactly(expected.bin());
    }

    @Test
    void folderWithoutPostgresGivesNone() {
        assertThat(PostgresInstallation.withPgvector(folder)).isEmpty();
    }

    private void install(String home, String version, boolean pgvector) throws IOException {
        Path bin = Files.createDirectories(folder.resolve(home).resolve("bin"));
        Path extensions = Files.createDirectories(folder.resolve(home).resolve("share/extension"));
        script(bin.resolve("initdb"), "echo '" + version + "'");
        script(bin.resolve("pg_config"), "echo '" + extensions.getParent() + "'");
        if (pgvector) {
            Files.createFile(extensions.resolve("vector.control"));
        }
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
