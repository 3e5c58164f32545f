package ai.magibu.dev.postgres;

import ai.magibu.dev.postgres.DevPostgres.Kind;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A container started by Testcontainers and removed when it stops. Its files are in a Docker volume that stays. */
record DockerPostgres(DataDirectory directory) implements PostgresSource {

    private static final Logger log = LoggerFactory.getLogger(DevPostgres.class);

    static final String IMAGE = "pgvector/pgvector:pg17";

    @Override
    public Kind kind() {
        return Kind.DOCKER;
    }

    @Override
    public String advice() {
        return "Install and start a container engine: Docker, Podman or another that Testcontainers knows.";
    }

    @Override
    public RunningPostgres start(boolean holdsData) throws UnavailableException {
        // Ask the engine, because the command line may be installed without one.
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new UnavailableException("no container engine answers");
        }
        @Nullable
        String volume = directory.isTemporary() ? null : volume();
        PostgreSQLContainer container = container(Password.in(directory), volume);
        try {
            if (volume != null) {
                prepare(volume, holdsData);
            }
            container.start();
        } catch (RuntimeException e) {
            container.close();
            throw new UnavailableException("the engine answers, but " + IMAGE + " did not start: " + rootCause(e));
        }
        return new RunningPostgres(
                IMAGE,
                container.getJdbcUrl(),
                container.getUsername(),
                container.getPassword(),
                () -> stop(container));
    }

    /** Returns the name of the volume with the data. A file holds it, so that the folder keeps its volume when it is moved. */
    String volume() {
        Path file = directory.resolve("docker-volume");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, "magibu-dev-postgres-" + UUID.randomUUID());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void prepare(String volume, boolean holdsData) throws UnavailableException {
        DockerClient engine = DockerClientFactory.instance().client();
        try {
            if (holdsData) {
                engine.inspectVolumeCmd(volume).exec();
            }
        } catch (NotFoundException e) {
            throw new UnavailableException("the volume " + volume + ", which has the data, does not exist in this engine");
        }
        // After a kill of the last process on this folder, its container lives some seconds longer.
        for (Container running : engine.listContainersCmd().withVolumeFilter(List.of(volume)).exec()) {
            try {
                engine.stopContainerCmd(running.getId()).exec();
            } catch (NotFoundException | NotModifiedException e) {
                log.debug("The container {} has ended already", running.getId(), e);
            }
        }
    }

    /**
     * @param volume the volume for the data; null if the data is deleted with the container
     */
    static PostgreSQLContainer container(Password password, @Nullable String volume) {
        PostgreSQLContainer container = new PostgreSQLContainer(
                DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                .withDatabaseName("magibu")
                .withUsername("magibu")
                .withPassword(password.value())
                // Testcontainers' own wait counts log lines that only the first start writes twice.
                .waitingFor(Wait.forSuccessfulCommand("pg_isready -h 127.0.0.1 -U magibu -d magibu"));
        if (volume != null) {
            container.withCommand("postgres") // Testcontainers' own command switches fsync off
                    .withCreateContainerCmdModifier(command -> Objects.requireNonNull(command.getHostConfig())
                            .withBinds(Bind.parse(volume + ":/var/lib/postgresql/data")));
        }
        return container;
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static void stop(PostgreSQLContainer container) {
        // Stop it cleanly, because Testcontainers kills it.
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
        container.close();
    }
}
