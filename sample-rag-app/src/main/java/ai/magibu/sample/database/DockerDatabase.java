package ai.magibu.sample.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.magibu.sample.startup.DataDirectory;
import com.github.dockerjava.api.model.Bind;
import java.util.UUID;
import org.springframework.core.NestedExceptionUtils;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A container through Testcontainers, removed with the application; its files stay in a Docker volume whose name comes from the
 * data folder's path.
 */
record DockerDatabase(DataDirectory data) implements DatabaseSource {

    static final String IMAGE = "pgvector/pgvector:pg17";

    @Override
    public Database.Kind kind() {
        return Database.Kind.DOCKER;
    }

    @Override
    public String advice() {
        return "Install and start a container engine: Docker, Podman or another that Testcontainers knows.";
    }

    @Override
    public Database start() throws UnavailableException {
        // Asks the engine, not the command line: that may be installed with no engine behind it.
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new UnavailableException("no container engine answers");
        }
        PostgreSQLContainer container = container(Password.in(data), volume());
        try {
            container.start();
        } catch (RuntimeException e) {
            container.close();
            throw new UnavailableException("the engine answers, but " + IMAGE + " did not start: "
                    + NestedExceptionUtils.getMostSpecificCause(e));
        }
        return new Database(
                kind(),
                IMAGE + " in a container",
                container.getJdbcUrl(),
                container.getUsername(),
                container.getPassword(),
                false,
                () -> stop(container));
    }

    String volume() {
        return "magibu-sample-" + UUID.nameUUIDFromBytes(data.path().toString().getBytes(UTF_8));
    }

    static PostgreSQLContainer container(Password password, String volume) {
        return new PostgreSQLContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                .withDatabaseName("magibu")
                .withUsername("magibu")
                .withPassword(password.value())
                // Testcontainers' own command switches fsync off, and its own wait counts log lines that only the first start
                // writes twice: both are for data that is thrown away.
                .withCommand("postgres")
                .waitingFor(Wait.forSuccessfulCommand("pg_isready -h 127.0.0.1 -U magibu -d magibu"))
                .withCreateContainerCmdModifier(command ->
                        command.getHostConfig().withBinds(Bind.parse(volume + ":/var/lib/postgresql/data")));
    }

    private static void stop(PostgreSQLContainer container) {
        // First as PostgreSQL likes it; Testcontainers kills.
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
        container.close();
    }
}
