package ai.magibu.sample.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.sample.database.Database.Kind;
import ai.magibu.sample.startup.DataDirectory;
import ai.magibu.sample.startup.StartupProblem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DatabaseFinderTest {

    @TempDir
    Path folder;

    private DataDirectory data;

    @BeforeEach
    void openFolder() {
        data = new DataDirectory(folder.resolve("data"));
    }

    @AfterEach
    void closeFolder() {
        data.close();
    }

    @Test
    void firstThatWorksIsTakenAndTheLogSaysWhyNotTheOthers(CapturedOutput output) {
        Database found = find(null, missing(Kind.DOCKER), working(Kind.NATIVE), working(Kind.PGLITE));

        assertThat(found.kind()).isEqualTo(Kind.NATIVE);
        assertThat(output)
                .contains("Database: a NATIVE database (native)", "not docker: there is no DOCKER")
                .doesNotContain("pglite");
    }

    @Test
    void noneThatWorksListsTheReasonsAndWhatToInstall() {
        assertThatThrownBy(() -> find(
                        null, missing(Kind.CONFIGURED), missing(Kind.DOCKER), missing(Kind.NATIVE), missing(Kind.PGLITE)))
                .isInstanceOfSatisfying(StartupProblem.class, problem -> {
                    assertThat(problem)
                            .hasMessageContaining("not docker: there is no DOCKER")
                            .hasMessageContaining("not pglite: there is no PGLITE");
                    assertThat(problem.action())
                            .contains("install CONFIGURED", "install DOCKER", "install NATIVE", "install PGLITE");
                });
    }

    @Test
    void askedForKindIsTheOnlyOneTried() {
        assertThat(find(Kind.PGLITE, working(Kind.NATIVE), working(Kind.PGLITE)).kind()).isEqualTo(Kind.PGLITE);
        assertThatThrownBy(() -> find(Kind.DOCKER, missing(Kind.DOCKER), working(Kind.NATIVE))).isInstanceOf(StartupProblem.class);
    }

    @Test
    void anotherKindThanLastTimeIsWarnedOf(CapturedOutput output) {
        find(null, working(Kind.DOCKER));
        assertThat(output).doesNotContain("The last start used");

        find(null, missing(Kind.DOCKER), working(Kind.NATIVE));
        assertThat(output).contains("The last start used the database DOCKER", "sample.database.use=docker");
    }

    @Test
    void secondInstanceOnTheSameDataFolderIsRefused() {
        assertThatThrownBy(() -> new DataDirectory(data.path()))
                .isInstanceOf(StartupProblem.class)
                .hasMessageContaining("in use by another");
    }

    @Test
    void configuredDatabaseThatDoesNotAnswerStopsTheStartWithoutShowingItsPassword() {
        DataSourceProperties properties = new DataSourceProperties();
        properties.setUrl("jdbc:postgresql://127.0.0.1:1/rag?user=a&password=secret");

        assertThatThrownBy(() -> find(null, new ConfiguredDatabase(properties), working(Kind.NATIVE)))
                .isInstanceOf(StartupProblem.class)
                .hasMessageContaining("The database jdbc:postgresql://127.0.0.1:1/rag (spring.datasource.url)")
                .hasMessageNotContaining("secret");
    }

    @Test
    void configuredUrlOfAnotherDatabaseStopsTheStart() {
        DataSourceProperties properties = new DataSourceProperties();
        properties.setUrl("jdbc:mysql://localhost/rag");

        assertThatThrownBy(() -> find(null, new ConfiguredDatabase(properties), working(Kind.NATIVE)))
                .isInstanceOf(StartupProblem.class)
                .hasMessageContaining("spring.datasource.url");
    }

    @Test
    void dockerKeepsItsDataInAVolumeOfTheDataFolder() {
        String volume = new DockerDatabase(data).volume();

        assertThat(volume).startsWith("magibu-sample-").isEqualTo(new DockerDatabase(data).volume());
        try (DataDirectory other = new DataDirectory(folder.resolve("other"))) {
            assertThat(new DockerDatabase(other).volume()).isNotEqualTo(volume);
        }
    }

    @Test
    void urlIsShownWithoutItsSecrets() {
        assertThat(ConfiguredDatabase.withoutSecrets("jdbc:postgresql://app:secret@db:5432/rag?password=secret"))
                .isEqualTo("jdbc:postgresql://db:5432/rag");
    }

    @Test
    void passwordIsChosenOnceAndStaysInTheFolder() {
        Password password = Password.in(data);

        assertThat(password.value()).hasSize(32).isEqualTo(Password.in(data).value());
        assertThat(password.toString()).doesNotContain(password.value());
    }

    private Database find(Kind use, DatabaseSource... sources) {
        return new DatabaseFinder(List.of(sources), use, data).find();
    }

    private static DatabaseSource working(Kind kind) {
        return new Source(kind, true);
    }

    private static DatabaseSource missing(Kind kind) {
        return new Source(kind, false);
    }

    private record Source(Kind kind, boolean works) implements DatabaseSource {

        @Override
        public String advice() {
            return "install " + kind;
        }

        @Override
        public Database start() throws UnavailableException {
            if (!works) {
                throw new UnavailableException("there is no " + kind);
            }
            return new Database(kind, "a " + kind + " database", "jdbc:postgresql:x", null, null, false, () -> {});
        }
    }
}
