package ai.magibu.dev.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.magibu.dev.postgres.DevPostgres.Kind;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The behavior of every kind; {@code -Dmagibu.test.database} names the kind. */
class DevPostgresIT {

    private static final Kind KIND =
            Kind.valueOf(System.getProperty("magibu.test.database", "auto").toUpperCase(Locale.ROOT));

    @TempDir
    private static Path temporary;

    private static Path sharedFolder;
    private static DevPostgres shared;
    private static Path numberOfTheProcess;

    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        DataDirectory.setPermissions(temporary, "rwx--x--x"); // for the account that runs PostgreSQL instead of root
        sharedFolder = temporary.resolve("ortak");
        shared = DevPostgres.start(sharedFolder, KIND);
    }

    @AfterAll
    static void stop() {
        if (shared != null) {
            shared.close();
        }
    }

    @BeforeEach
    void chooseFolder(TestInfo test) {
        folder = temporary.resolve("İğne iplik ş 🐘 " + test.getTestMethod().orElseThrow().getName());
    }

    @Test
    void temporaryDatabase_hasPgvectorAndIsDeleted() throws SQLException {
        Path files;
        try (DevPostgres database = DevPostgres.temporary()) {
            assertThat(new Sql(database).value("SELECT '[1,2]'::vector <-> '[1,4]'")).isEqualTo("2");
            assertThat(new Sql(database).value("SELECT upper('ığdır şişli') || ' ' || lower('ÇÖĞÜŞ')")).isEqualTo("IĞDIR ŞIŞLI çöğüş");
            files = Path.of(database.directory().toString());
            assertThat(files).isNotEmptyDirectory();
        }
        assertThat(files).doesNotExist();
    }

    @Test
    void wrongPasswordAndUnknownUser_areRefused() {
        for (String[] login : new String[][] {
                {shared.username(), "yanlış"},
                {shared.username(), shared.password() + "x"},
                {"nobody", shared.password()},
                {"", ""}
        }) {
            assertThatThrownBy(() -> DriverManager.getConnection(shared.url(), login[0], login[1]).close())
                    .as("%s/%s", (Object[]) login)
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void description_showsNeitherPathsNorThePassword() {
        assertThat(shared.description())
                .contains(shared.kind().label())
                .hasToString(shared.toString())
                .doesNotContain(shared.password(), "bin");
        assertThat(shared.url()).doesNotContain(shared.password());
    }

    @Test
    void secondStartOnTheFolder_isRefusedAndHarmless() throws SQLException {
        assertThatThrownBy(() -> DevPostgres.start(sharedFolder))
                .isInstanceOf(DevPostgresException.class)
                .hasMessageContaining("in use by another database");
        assertThat(new Sql(shared).value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void restart_keepsTheData_alsoAfterAMove() throws IOException, SQLException {
        DevPostgres first = DevPostgres.start(folder, KIND);
        Kind kind = first.kind();
        new Sql(first).run("CREATE TABLE kept AS SELECT 'İzmir' AS city");
        first.close();
        first.close(); // has no effect
        assertThatThrownBy(() -> first.dataSource().getConnection()).isInstanceOf(SQLException.class);

        Path moved = Files.move(folder, temporary.resolve("taşındı"));
        try (DevPostgres database = DevPostgres.start(moved)) {
            assertThat(database.kind()).isEqualTo(kind);
            assertThat(new Sql(database).value("SELECT city FROM kept")).isEqualTo("İzmir");
        }
    }

    @Test
    void anotherDatabaseThanTheOneWithTheData_doesNotStart() throws IOException {
        Kind kind;
        try (DevPostgres database = DevPostgres.start(folder, KIND)) {
            kind = database.kind();
        }
        Kind other = kind == Kind.PGLITE ? Kind.NATIVE : Kind.PGLITE;
        assertThatThrownBy(() -> DevPostgres.start(folder, other))
                .isInstanceOf(DevPostgresException.class)
                .hasMessageContaining("holds the data of a " + kind.label() + " database, but " + other.label());

        Path note = folder.resolve("database");
        String holder = Files.readString(note);
        Files.writeString(note, kind.label() + " 4711");
        assertThatThrownBy(() -> DevPostgres.start(folder))
                .isInstanceOf(DevPostgresException.class)
                .hasMessageContaining("belongs to the database " + kind.label() + " 4711");

        Files.writeString(note, holder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isDirectory).toList()) {
                DataDirectory.delete(file);
            }
        }
        Files.deleteIfExists(folder.resolve("docker-volume"));
        assertThatThrownBy(() -> DevPostgres.start(folder))
                .isInstanceOf(DevPostgresException.class)
                .hasMessageContaining("holds the data of a " + kind.label() + " database, which does not start");
        assertThat(folder).isDirectoryNotContaining("glob:**/postgresql-*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "12", "yarım", "\0\0\0\0", "99999999999999999999 x\n"})
    void unusableFileWithTheNumberOfTheLastProcess_isIgnored(String content) throws IOException, SQLException {
        if (numberOfTheProcess == null) { // all contents on one database: a start takes seconds
            try (DevPostgres database = DevPostgres.start(folder, KIND)) {
                assumeTrue(database.kind() != Kind.DOCKER, "Docker knows the processes");
                new Sql(database).run("CREATE TABLE kept AS SELECT 'İzmir' AS city");
                numberOfTheProcess = findNumberOfTheProcess();
            }
        }
        Files.writeString(numberOfTheProcess, content, Charset.forName("windows-1254"));

        try (DevPostgres database = DevPostgres.start(folder)) {
            assertThat(new Sql(database).value("SELECT city FROM kept")).isEqualTo("İzmir");
        }
    }

    private Path findNumberOfTheProcess() throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.endsWith("server.pid") || file.endsWith("postmaster.pid")).findFirst().orElseThrow();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no SIGKILL")
    void killedProcess_leavesADatabaseThatStartsAgain() throws Exception {
        Process killed = OtherProcess.start(folder, KIND);
        killed.destroyForcibly().waitFor();

        try (DevPostgres database = DevPostgres.start(folder)) {
            assertThat(new Sql(database).value("SELECT count(*) FROM kept")).isEqualTo("1");
        }
    }
}
