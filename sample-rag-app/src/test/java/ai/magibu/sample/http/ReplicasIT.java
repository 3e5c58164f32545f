package ai.magibu.sample.http;

import static ai.magibu.sample.http.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two instances on one database: what docs/growing.md promises of them. The second has a management port of its own. */
class ReplicasIT {

    private static SampleApp first;
    private static SampleApp second;

    @BeforeAll
    static void start() {
        first = SampleApp.start(SampleApp.temporaryFolder(), "--sample.documents.demo=false");
        second = first.replica("--management.server.port=0", "--management.server.address=127.0.0.1",
                "--management.endpoints.web.exposure.include=health,prometheus", "--sample.documents.demo=false");
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    @Test
    void theQueueIsShared_eachJobIsDoneOnce_andBothSeeWhatCameOfIt() throws Exception {
        double before = stored(first) + stored(second);
        Set<Long> heard = ConcurrentHashMap.newKeySet();
        List<Long> jobs = new ArrayList<>();
        InputStream events = listen(second, heard);
        try {
            for (int i = 0; i < 24; i++) {
                Api api = (i % 2 == 0 ? first : second).api();
                Api.Reply reply = api.upload(file("ortak-" + i + ".txt", i + ". belge. " + SampleApp.longText(20 + i)));
                assertThat(reply.status()).isEqualTo(202);
                jobs.add(reply.body().get(0).path("id").asLong());
            }
            for (int i = 0; i < jobs.size(); i++) {
                JsonNode done = (i % 2 == 0 ? second : first).api().awaitFinished(jobs.get(i)); // by the other one
                assertThat(done.path("state").asString()).isEqualTo("stored");
                assertThat(done.path("attempts").asInt()).as("how often it was taken up").isEqualTo(1);
                assertThat(done.path("replaced").asBoolean()).isFalse();
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> heard.containsAll(jobs));
        } finally {
            events.close();
        }
        assertThat(stored(first) + stored(second) - before).isEqualTo(jobs.size());
        assertThat(stored(first)).as("jobs of the first").isPositive();
        assertThat(stored(second)).as("jobs of the second").isPositive();

        JsonNode documents = first.api().get("/api/documents").body();
        assertThat(documents).isEqualTo(second.api().get("/api/documents").body());
        assertThat(documents.valueStream().filter(d -> d.path("source").asString().startsWith("ortak-")).count()).isEqualTo(24);
        assertThat(first.api().search("Hangi belge?", 10).each("passages", "documentId"))
                .isEqualTo(second.api().search("Hangi belge?", 10).each("passages", "documentId"))
                .isNotEmpty();
    }

    @Test
    void whatAReplicaLeavesWhenItStopsTheOtherFinishes() {
        SampleApp leaving = first.replica("--sample.documents.demo=false");
        List<Long> jobs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            jobs.add(leaving.api().upload(file("devir-" + i + ".txt", i + ". " + SampleApp.longText(300 + i)))
                    .body().get(0).path("id").asLong());
        }
        leaving.close();
        for (long job : jobs) {
            JsonNode done = first.api().awaitFinished(job);
            assertThat(done.path("state").asString()).as(done.toString()).isEqualTo("stored");
            assertThat(done.path("replaced").asBoolean()).isFalse();
        }
    }

    @Test
    void aManagementPortOfItsOwnHasHealthAndMetrics_andTheApplicationsPortHasNot() throws Exception {
        String management = "http://127.0.0.1:" + second.setting("local.management.port");
        assertThat(RawHttp.get(management, "/actuator/health", "localhost").status()).isEqualTo(200);
        assertThat(RawHttp.get(management, "/actuator/prometheus", "10.42.0.17").body()).contains("sample_ingest_unfinished");
        assertThat(RawHttp.get(management, "/actuator/health", "evil.example").status()).isEqualTo(421);
        assertThat(second.api().get("/actuator/health").status()).isEqualTo(404);
    }

    private static double stored(SampleApp app) {
        return app.bean(MeterRegistry.class).get("sample.ingest.duration").tag("outcome", "stored").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    /** Collects the ids of the jobs whose end the instance tells, until the stream is closed. */
    private static InputStream listen(SampleApp app, Set<Long> finished) throws Exception {
        InputStream events = app.api().http()
                .send(HttpRequest.newBuilder(URI.create(app.url() + "/api/ingest/events")).build(), BodyHandlers.ofInputStream())
                .body();
        Thread reader = new Thread(() -> new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8)).lines()
                .filter(line -> line.startsWith("data:") && line.contains("\"stored\""))
                .map(line -> JsonMapper.shared().readTree(line.substring("data:".length())))
                .forEach(job -> finished.add(job.path("id").asLong())));
        reader.setDaemon(true);
        reader.setUncaughtExceptionHandler((thread, closed) -> {});
        reader.start();
        return events;
    }
}
