package ai.magibu.sample;

import static ai.magibu.sample.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.magibu.dev.postgres.DevPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The database becomes unavailable and returns: the test can close the proxy between application and database. */
class DatabaseOutageIT {

    @Test
    void anOutageIsToldInSecondsAndEndsByItself() throws Exception {
        try (DevPostgres database = DevPostgres.temporary(); Door door = new Door(URI.create(database.url().substring(5)));
                SampleApp app = SampleApp.startNow(SampleApp.temporaryFolder(),
                        "--spring.datasource.url=" + database.url().replaceFirst("//[^/]+/", "//127.0.0.1:" + door.port() + "/"),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password(),
                        "--sample.demo-documents=false",
                        "--spring.datasource.hikari.maximum-pool-size=2",
                        "--spring.flyway.postgresql.transactional-lock=false")) {
            Api api = app.api();
            door.shut();
            for (String path : List.of("/api/documents", "/api/search?q=deprem", "/api/search?q=deprem&mode=text", "/api/status")) {
                long start = System.nanoTime();
                Api.Reply reply = api.get(path);
                assertThat(reply.status()).as(path).isEqualTo(503);
                assertThat(reply.code()).isEqualTo("database-unavailable");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            }
            assertThat(api.upload(file("sonra.txt", "Sonra gelen.")).status()).isEqualTo(503);
            List<AnswerEvents.Event> answer = new AnswerEvents(api, Map.of("question", "Deprem nedir?")).all();
            assertThat(answer.get(answer.size() - 1).data().path("code").asString()).isEqualTo("database-unavailable");
            assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(503);
            assertThat(api.get("/actuator/health/liveness").status()).isEqualTo(200);

            door.open();
            await().atMost(Duration.ofSeconds(30)).until(() -> api.get("/actuator/health/readiness").status() == 200);
            assertThat(api.ingest(file("sonra.txt", "Sonra gelen.")).path("state").asString()).isEqualTo("stored");
        }
    }

    /** Forwards connections while it is open. */
    private static final class Door implements AutoCloseable {

        private final URI target;
        private final int port;
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "door");
            thread.setDaemon(true);
            return thread;
        });
        private ServerSocket server;

        Door(URI target) throws IOException {
            this.target = target;
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            this.port = server.getLocalPort();
            accept();
        }

        int port() {
            return port;
        }

        void open() throws IOException {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            accept();
        }

        private void accept() {
            ServerSocket accepting = server;
            threads.execute(() -> {
                try {
                    while (true) {
                        Socket client = accepting.accept();
                        Socket database = new Socket(target.getHost(), target.getPort());
                        sockets.addAll(List.of(client, database));
                        threads.execute(() -> pipe(client, database));
                        threads.execute(() -> pipe(database, client));
                    }
                } catch (IOException e) {
                    // closed
                }
            });
        }

        private static void pipe(Socket from, Socket to) {
            try (from; to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // closed
            }
        }

        @Override
        public void close() throws IOException {
            shut();
        }

        void shut() throws IOException {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
            sockets.clear();
        }
    }
}
