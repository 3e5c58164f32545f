package ai.magibu.dev.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.magibu.dev.postgres.DevPostgres.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** PGlite has one session: how its server handles several connections, and how it is protected. */
class PgliteIT {

    private static final String BUSY = "53300";

    @TempDir
    private static Path folder;

    private static DevPostgres database;

    @BeforeAll
    static void start() {
        assumeTrue(Commands.run(List.of("npx", "--version")).ok(), "PGlite needs Node.js with npx");
        database = DevPostgres.start(folder.resolve("data"), Kind.PGLITE);
    }

    @AfterAll
    static void stop() {
        if (database != null) {
            database.close();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no such permissions")
    void filesAreReadableByTheirOwnerOnly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data/pglite"))))
                .isEqualTo("rwx------");
    }

    @Test
    void queryBeforeThePassword_isNotAnswered() throws Exception {
        int port = URI.create(database.url().substring("jdbc:".length())).getPort();
        byte[] login = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.UTF_8);
        byte[] query = "SELECT 1\0".getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            ByteBuffer messages = ByteBuffer.allocate(100)
                    .putInt(8 + login.length).putInt(196608).put(login)
                    .put((byte) 'Q').putInt(4 + query.length).put(query);
            socket.getOutputStream().write(messages.array(), 0, messages.position());

            InputStream answer = socket.getInputStream();
            assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8)).startsWith("R")
                    .contains("password authentication failed");
        }
    }

    @Test
    void preparedStatementsOfManyConnections_doNotMix() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Integer>> sums = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            int first = thread * 1000;
            sums.add(threads.submit(() -> {
                int right = 0;
                try (Connection connection = database.dataSource().getConnection()) {
                    for (int i = 0; i < 40; i++) {
                        connection.setAutoCommit(i % 2 == 0);
                        String column = "c" + (first + i);
                        try (PreparedStatement statement =
                                connection.prepareStatement("SELECT ? + " + first + " AS " + column)) {
                            statement.setInt(1, i);
                            try (ResultSet result = statement.executeQuery()) {
                                result.next();
                                right += result.getInt(column) == first + i ? 1 : 0;
                            }
                        }
                        if (!connection.getAutoCommit()) {
                            connection.commit();
                        }
                    }
                }
                return right;
            }));
        }
        for (Future<Integer> sum : sums) {
            assertThat(sum.get(1, TimeUnit.MINUTES)).isEqualTo(40);
        }
        threads.shutdown();
    }

    @Test
    void openTransaction_makesOthersFailInSecondsAndTheirConnectionsStay() throws SQLException {
        try (Connection holder = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection()) {
            holder.setAutoCommit(false);
            assertThat(Sql.value(holder, "SELECT 1")).isEqualTo("1");
            Instant start = Instant.now();

            assertThatThrownBy(() -> Sql.value(other, "SELECT 2"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(BUSY))
                    .hasMessageContaining("PGlite runs one transaction at a time");
            assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(10));

            assertThat(Sql.value(holder, "SELECT 3")).isEqualTo("3");
            holder.commit();
            assertThat(Sql.value(other, "SELECT 4")).isEqualTo("4");
        }
    }

    @Test
    void longStatement_makesOthersFailBeforeItEnds() throws Exception {
        try (Connection holder = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection()) {
            ExecutorService thread = Executors.newSingleThreadExecutor();
            Future<String> slow = thread.submit(() -> Sql.value(holder, "SELECT pg_sleep(9)"));
            Thread.sleep(500);

            assertThatThrownBy(() -> Sql.value(other, "SELECT 2"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(BUSY));
            assertThat(slow).isNotDone();
            slow.get(1, TimeUnit.MINUTES);
            assertThat(Sql.value(other, "SELECT 4")).isEqualTo("4");
            thread.shutdown();
        }
    }

    @Test
    void connectionThatCloses_rollsItsTransactionBack() throws SQLException {
        new Sql(database).run("CREATE TABLE left_behind (i int)");
        try (Connection leaver = database.dataSource().getConnection();
                Statement statement = leaver.createStatement()) {
            leaver.setAutoCommit(false);
            statement.execute("INSERT INTO left_behind VALUES (1)");
        }
        assertThat(new Sql(database).value("SELECT count(*) FROM left_behind")).isEqualTo("0");
    }

    @Test
    void failedStatement_leavesTheConnectionAndItsTransactionAsPostgresDoes() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> Sql.value(connection, "SELECT nothing"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42703"));
            assertThatThrownBy(() -> Sql.value(connection, "SELECT 1"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
            connection.rollback();
            assertThat(Sql.value(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void copyFromStandardInput_isPartOfTheTransaction() throws Exception {
        new Sql(database).run("CREATE TABLE copied (i int, t text)");
        try (Connection connection = database.dataSource().getConnection()) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            assertThat(copy.copyIn("COPY copied FROM STDIN", new StringReader("1\tbir\n2\t\\N\n"))).isEqualTo(2);
            connection.setAutoCommit(false);
            copy.copyIn("copy copied (t) from  stdin (FORMAT csv)", new StringReader("\"iki, üç\"\n"));
            assertThat(Sql.value(connection, "SELECT string_agg(t, ';') FROM copied")).isEqualTo("bir;iki, üç");
            connection.rollback();
            assertThat(Sql.value(connection, "SELECT count(*) FROM copied")).isEqualTo("2");
        }
    }

    @Test
    void copyFromStandardInput_thatFails_leavesTheConnection() throws SQLException {
        new Sql(database).run("CREATE TABLE not_copied (i int)");
        try (Connection connection = database.dataSource().getConnection()) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            assertThatThrownBy(() -> copy.copyIn("COPY not_copied FROM STDIN", new StringReader("1\nx\n")))
                    .hasMessageContaining("invalid input syntax for type integer").hasMessageContaining("line 2");
            CopyIn canceled = copy.copyIn("COPY not_copied FROM STDIN");
            canceled.writeToCopy("1\n".getBytes(StandardCharsets.UTF_8), 0, 2);
            canceled.cancelCopy();
            assertThat(Sql.value(connection, "SELECT count(*) FROM not_copied")).isEqualTo("0");
        }
    }

    @Test
    void databaseThatEnds_startsAgainWithItsData() throws Exception {
        new Sql(database).run("CREATE TABLE survivor AS SELECT 1");
        // COPY behind another statement is not recognized and ends PGlite.
        assertThatThrownBy(() -> new Sql(database).run("SELECT 1; COPY survivor FROM STDIN")).isInstanceOf(SQLException.class);

        String count = null;
        Instant end = Instant.now().plusSeconds(30);
        while (count == null && Instant.now().isBefore(end)) {
            try {
                count = new Sql(database).value("SELECT count(*) FROM survivor");
            } catch (SQLException notYet) {
                Thread.sleep(100);
            }
        }
        assertThat(count).isEqualTo("1");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals")
    void interruptFromTheTerminal_leavesTheServerToItsParent() throws Exception {
        long server = serverOf(folder.resolve("data")).pid();
        assertThat(Commands.run(List.of("kill", "-INT", Long.toString(server))).ok()).isTrue();
        Thread.sleep(500);

        assertThat(new Sql(database).value("SELECT 1")).isEqualTo("1");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no SIGKILL")
    void killedProcess_leavesNoServer() throws Exception {
        Path other = folder.resolve("killed");
        Process process = OtherProcess.start(other, Kind.PGLITE);
        ProcessHandle server = serverOf(other);
        assertThat(server.isAlive()).isTrue();

        process.destroyForcibly().waitFor();

        server.onExit().get(10, TimeUnit.SECONDS);
    }

    private static ProcessHandle serverOf(Path data) throws IOException {
        String pid = Files.readString(data.resolve("pglite/server.pid"));
        return ProcessHandle.of(Long.parseLong(pid.substring(0, pid.indexOf(' ')))).orElseThrow();
    }
}
