package ai.magibu.dev.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.dev.postgres.DevPostgres.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The messages if nothing starts. {@link DevPostgresIT} tests that a database that starts is used and remembered. */
@Tag("locale")
class PostgresFinderTest {

    @TempDir
    Path folder;

    @Test
    void noSourceWorks_saysWhyInOrderAndWhatToDo() {
        assertThatThrownBy(() -> find(Kind.AUTO))
                .isInstanceOfSatisfying(DevPostgresException.class, e -> {
                    assertThat(e.problem())
                            .containsSubsequence("not docker: no DOCKER", "not native: no NATIVE", "not pglite: no PGLITE");
                    assertThat(e.action())
                            .containsSubsequence("spring.datasource.url", "install DOCKER", "install NATIVE", "install PGLITE");
                });
    }

    @Test
    void requestedKind_isTheOnlyOneTried() {
        assertThatThrownBy(() -> find(Kind.NATIVE)).hasMessageContaining("no NATIVE").hasMessageNotContaining("PGLITE");
    }

    @Test
    void folderWithData_triesOnlyTheKindThatHoldsIt() throws IOException {
        Files.writeString(folder.resolve("database"), "native 4711");

        assertThatThrownBy(() -> find(Kind.AUTO))
                .hasMessageContaining(folder + " holds the data of a native database")
                .hasMessageContaining("no NATIVE")
                .hasMessageContaining("install NATIVE")
                .hasMessageContaining("choose another folder or delete this one")
                .hasMessageNotContaining("PGLITE");
    }

    @Test
    void anotherKindThanTheOneWithTheData_isRefused() throws IOException {
        Files.writeString(folder.resolve("database"), "native 4711");

        assertThatThrownBy(() -> find(Kind.PGLITE))
                .hasMessageContaining("holds the data of a native database, but pglite is requested")
                .hasMessageContaining("Request native or auto")
                .hasMessageContaining("choose another folder or delete this one");
    }

    @Test
    void unreadableNote_isRefused() throws IOException {
        for (String note : List.of("", "oracle 1", "native", "auto 1", "\0")) {
            Files.writeString(folder.resolve("database"), note);

            assertThatThrownBy(() -> find(Kind.AUTO))
                    .as("\"%s\"", note)
                    .isInstanceOf(DevPostgresException.class)
                    .hasMessageContaining("does not name a database");
        }
    }

    @Test
    void folderInUse_isRefused() {
        try (DataDirectory first = DataDirectory.open(folder)) {
            assertThat(first).hasToString(folder.toString());
            assertThatThrownBy(() -> DataDirectory.open(folder))
                    .isInstanceOf(DevPostgresException.class)
                    .hasMessageContaining(folder + " is in use by another database");
        }
        DataDirectory.open(folder).close();
    }

    @Test
    void folderThatIsAFile_isRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("dosya"));

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(DevPostgresException.class)
                .hasMessageContaining(file + " cannot be written");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no such permissions")
    void passwordStaysTheSameAndOnlyItsOwnerCanReadIt() throws IOException {
        try (DataDirectory directory = DataDirectory.open(folder)) {
            Password password = Password.in(directory);

            assertThat(password.value()).hasSize(32).isEqualTo(Password.in(directory).value());
            assertThat(password.toString()).doesNotContain(password.value());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password.file()))).isEqualTo("rw-------");
        }
    }

    @Test
    void dockerVolume_followsTheFolderWhenItMoves() throws IOException {
        Path old = folder.resolve("old");
        String volume;
        try (DataDirectory directory = DataDirectory.open(old)) {
            volume = new DockerPostgres(directory).volume();
            assertThat(volume).startsWith("magibu-dev-postgres-");
        }
        try (DataDirectory moved = DataDirectory.open(Files.move(old, folder.resolve("new")));
                DataDirectory other = DataDirectory.open(folder.resolve("other"))) {
            assertThat(new DockerPostgres(moved).volume()).isEqualTo(volume);
            assertThat(new DockerPostgres(other).volume()).isNotEqualTo(volume);
        }
    }

    private DevPostgres find(Kind kind) {
        try (DataDirectory directory = DataDirectory.open(folder)) {
            List<PostgresSource> sources =
                    List.of(new Missing(Kind.DOCKER), new Missing(Kind.NATIVE), new Missing(Kind.PGLITE));
            return new PostgresFinder(sources, directory).find(kind);
        }
    }

    private record Missing(Kind kind) implements PostgresSource {

        @Override
        public String advice() {
            return "install " + kind;
        }

        @Override
        public RunningPostgres start(boolean holdsData) throws UnavailableException {
            throw new UnavailableException("no " + kind);
        }
    }
}
