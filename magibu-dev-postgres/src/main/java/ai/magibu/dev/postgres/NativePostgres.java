package ai.magibu.dev.postgres;

import ai.magibu.dev.postgres.DevPostgres.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster in the data folder, run by the PostgreSQL that is installed on this machine. It listens on the loopback address and a
 * free port, and requires a password.
 *
 * @param home the folder of PostgreSQL; null for the usual places
 */
record NativePostgres(DataDirectory directory, @Nullable Path home) implements PostgresSource {

    private static final Logger log = LoggerFactory.getLogger(DevPostgres.class);

    @Override
    public Kind kind() {
        return Kind.NATIVE;
    }

    @Override
    public String advice() {
        return "Install PostgreSQL with pgvector: \"apt install postgresql-17-pgvector\" on Debian 13 or Ubuntu, "
                + "\"brew install postgresql@17 pgvector\" on macOS; on other systems set its folder with "
                + "MAGIBU_POSTGRES_HOME=<folder>.";
    }

    @Override
    public RunningPostgres start(boolean holdsData) throws UnavailableException {
        List<PostgresInstallation> installations = PostgresInstallation.withPgvector(home);
        if (installations.isEmpty()) {
            throw new UnavailableException("no PostgreSQL that has extension/vector.control "
                    + (home == null ? "in the usual places" : "below " + home));
        }
        // Only the version that created a cluster can run it, so an existing cluster comes before a newer version.
        PostgresInstallation postgres = installations.stream()
                .filter(installation -> Files.exists(cluster(installation)))
                .findFirst()
                .orElse(installations.get(0));
        Path cluster = cluster(postgres);
        if (holdsData && !Files.exists(cluster)) {
            throw new UnavailableException(cluster + " does not exist: the data is from another version of PostgreSQL than "
                    + postgres.version());
        }
        ServerAccount account = ServerAccount.find();
        Password password = Password.in(directory);
        if (Files.exists(cluster)) {
            stop(postgres, cluster, account); // after a kill of the last process on this folder, its server still runs
        } else {
            create(postgres, cluster, account, password);
        }
        int port = Commands.freePort();
        run("start", account.command(
                postgres.program("pg_ctl"), "start", "-D", cluster.toString(), "-w",
                "-l", cluster.resolve("server.log").toString(), "-o", "-p " + port));
        return new RunningPostgres(
                "PostgreSQL " + postgres.version(),
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "magibu",
                password.value(),
                () -> stop(postgres, cluster, account));
    }

    private Path cluster(PostgresInstallation postgres) {
        return directory.resolve("postgresql-" + postgres.version());
    }

    private void create(PostgresInstallation postgres, Path cluster, ServerAccount account, Password password)
            throws UnavailableException {
        Path unfinished = directory.resolve(cluster.getFileName() + ".unfinished");
        try {
            DataDirectory.delete(unfinished);
            Files.createDirectory(unfinished);
            account.own(unfinished);
            account.own(password.file());
            List<String> command = new ArrayList<>(List.of(
                    postgres.program("initdb"), "-D", unfinished.toString(), "-U", "magibu", "-E", "UTF8",
                    "-A", "scram-sha-256", "--pwfile", password.file().toString(), "--no-locale"));
            if (directory.isTemporary()) {
                command.add("--no-sync");
            }
            if (System.getProperty("os.name").startsWith("Linux")) {
                command.add("--lc-ctype=C.UTF-8"); // letters beyond ASCII have upper and lower case
            }
            run("initdb", account.command(command.toArray(String[]::new)));
            Files.writeString(
                    unfinished.resolve("postgresql.conf"),
                    "\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = " + (directory.isTemporary() ? "off" : "on")
                            + "\n",
                    StandardOpenOption.APPEND);
            Files.move(unfinished, cluster);
        } catch (IOException e) {
            throw new UnavailableException(cluster + " cannot be created: " + e);
        }
    }

    private static void run(String what, List<String> command) throws UnavailableException {
        Commands.Result result = Commands.run(command);
        if (!result.ok()) {
            throw new UnavailableException(what + " of " + command.get(command.indexOf("-D") + 1) + " failed: "
                    + result.lastLines());
        }
    }

    private static void stop(PostgresInstallation postgres, Path cluster, ServerAccount account) {
        if (isRunning(cluster)) {
            Commands.Result result = Commands.run(account.command(
                    postgres.program("pg_ctl"), "stop", "-D", cluster.toString(), "-m", "fast", "-w"));
            log.debug("pg_ctl stop: {}", result.output());
        }
    }

    /** Returns whether the process in the cluster's pid file is a PostgreSQL. After a crash another program may have its number. */
    private static boolean isRunning(Path cluster) {
        Path file = cluster.resolve("postmaster.pid");
        try {
            Matcher pid = Pattern.compile("\\A\\s*(\\d{1,18})\\s*\\R").matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (!pid.find()) {
                Files.delete(file); // cut by a kill or a full disk: PostgreSQL does not start with it
                return false;
            }
            return ProcessHandle.of(Long.parseLong(pid.group(1)))
                    .flatMap(process -> process.info().command())
                    .filter(command -> command.contains("postgres"))
                    .isPresent();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
