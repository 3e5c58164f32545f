package ai.magibu.hub;

import static ai.magibu.it.hub.TestHub.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.hub.HubException.Reason;
import ai.magibu.it.hub.TestHub;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures during a download, and their results. Most tests wait. */
@Execution(ExecutionMode.CONCURRENT)
class HubDownloadTest {

    private static final String MODEL = "owner/tiny";
    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path cache;

    private final Map<String, byte[]> files = new TreeMap<>(TinyRepository.files());
    private final byte[] weights = files.get(WEIGHTS);
    private final String hash = TestHub.sha256(weights);
    private final TestHub hub = new TestHub();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Duration> pauses = new ArrayList<>();
    private final List<DownloadProgress> progress = new ArrayList<>();

    @BeforeEach
    void publish() {
        hub.add(MODEL, COMMIT, files);
    }

    @AfterEach
    void stop() {
        end.countDown();
        hub.close();
    }

    private Hub client(String... environment) {
        return new Hub(HubSettings.of(hub.environment(cache, environment)).withPause(pauses::add)).withDownloadListener(progress::add);
    }

    private HubSnapshot download(String... environment) {
        return TinyRepository.download(client(environment), MODEL);
    }

    private void assertArrives(String... environment) throws IOException {
        Path folder = download(environment).folder();
        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(TestHub.files(folder)).hasSize(12);
        assertThat(blob(".magibu.incomplete")).doesNotExist();
    }

    private HubException assertFails(Reason reason, String... messageParts) {
        HubException[] failure = new HubException[1];
        assertThatThrownBy(() -> download())
                .isInstanceOfSatisfying(HubException.class, e -> {
                    failure[0] = e;
                    assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
                })
                .hasMessageContainingAll(messageParts);
        return failure[0];
    }

    private Path blob(String suffix) {
        return cache.resolve("models--owner--tiny/blobs").resolve(hash + suffix);
    }

    private List<TestHub.Request> weightRequests() {
        return hub.requests("GET", hash);
    }

    /** Adds a fault of the storage for the weights. */
    private void breakWeights(int times, TestHub.Fault fault) {
        AtomicInteger left = new AtomicInteger(times);
        hub.breakStorage(
                exchange -> exchange.getRequestURI().getPath().endsWith(hash) && left.getAndDecrement() > 0 && fault.handle(exchange));
    }

    private static boolean send(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        if (content.length > 0) {
            exchange.getResponseBody().write(content);
        }
        return true;
    }

    /** Announces all, sends a part, and breaks off. */
    private boolean sendAndBreakOff(HttpExchange exchange, int bytes) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        if (range != null) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (weights.length - 1) + "/" + weights.length);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, weights.length - from);
        exchange.getResponseBody().write(weights, from, bytes);
        exchange.getResponseBody().flush();
        return true;
    }

    // Going on

    @Test
    void cutDownloadGoesOnWhereItStopped() throws IOException {
        breakWeights(8, exchange -> sendAndBreakOff(exchange, 40_000));

        assertArrives();
        assertThat(weightRequests()).hasSize(9);
        assertThat(weightRequests().get(8).headers().get("Range")).matches("bytes=\\d+-").isNotEqualTo("bytes=0-");
        assertThat(pauses).as("each attempt made progress, so the waits start from the shortest").hasSize(8)
                .allMatch(pause -> pause.toMillis() <= 1000);
    }

    @Test
    void partOfAnEarlierRunIsNotFetchedAgain() throws IOException {
        Files.createDirectories(blob("").getParent());
        Files.write(blob(".magibu.incomplete"), Arrays.copyOf(weights, 100_000));

        assertArrives();
        assertThat(weightRequests()).singleElement()
                .satisfies(request -> assertThat(request.headers()).containsEntry("Range", "bytes=100000-"));
        assertThat(progress).filteredOn(step -> step.file().equals(WEIGHTS)).first().satisfies(step -> {
            assertThat(step.bytes()).isEqualTo(100_000);
            assertThat(step.size()).isEqualTo(weights.length);
        });
    }

    @Test
    void partThatWasWholeIsOnlyChecked() throws IOException {
        Files.createDirectories(blob("").getParent());
        Files.write(blob(".magibu.incomplete"), weights);

        assertArrives();
        assertThat(weightRequests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 2_000_000})
    void damagedPartIsThrownAwayAndFetchedAnew(int length) throws IOException {
        Files.createDirectories(blob("").getParent());
        Files.write(blob(".magibu.incomplete"), new byte[length]);

        assertArrives();
    }

    @Test
    void serverThatKnowsNoRangesSendsAllAgain() throws IOException {
        breakWeights(1, exchange -> sendAndBreakOff(exchange, 50_000));
        hub.breakStorage(exchange -> exchange.getRequestURI().getPath().endsWith(hash) && send(exchange, 200, weights));

        assertArrives();
        assertThat(weightRequests()).hasSize(2);
    }

    @Test
    void rangeThatWasNotAskedForIsNotAppended() throws IOException {
        breakWeights(1, exchange -> sendAndBreakOff(exchange, 50_000));
        AtomicInteger wrong = new AtomicInteger(1);
        hub.breakStorage(exchange -> {
            if (!exchange.getRequestURI().getPath().endsWith(hash) || wrong.getAndDecrement() <= 0) {
                return false;
            }
            exchange.getResponseHeaders().set("Content-Range", "bytes 10-" + (weights.length - 1) + "/" + weights.length);
            return send(exchange, 206, Arrays.copyOfRange(weights, 10, weights.length));
        });

        assertArrives();
    }

    @Test
    void sizeThatIsNotAnnouncedIsNoHindrance() throws IOException {
        hub.breakHub(exchange -> {
            if (!exchange.getRequestURI().getPath().endsWith("/main/" + WEIGHTS)
                    && !exchange.getRequestURI().getPath().endsWith(COMMIT + "/" + WEIGHTS)) {
                return false;
            }
            exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
            exchange.getResponseHeaders().set("X-Linked-Etag", "W/\"" + hash + "\"");
            exchange.getResponseHeaders().set("Location", hub.storageAddress() + "/blob/" + hash);
            exchange.sendResponseHeaders(302, -1);
            return true;
        });

        assertArrives();
    }

    @Test
    void serverThatKnowsNoRangesAndCutsEachTimeIsGivenUp() {
        AtomicInteger attempts = new AtomicInteger();
        breakWeights(1000, exchange -> { // as far as before, or less
            exchange.sendResponseHeaders(200, weights.length);
            exchange.getResponseBody().write(weights, 0, attempts.getAndIncrement() % 2 == 0 ? 2000 : 1000);
            exchange.getResponseBody().flush();
            return true;
        });

        assertFails(Reason.NETWORK, WEIGHTS);
        assertThat(weightRequests()).hasSizeLessThanOrEqualTo(Backoff.ATTEMPTS + 1);
    }

    @Test
    void attemptsThatBringAlmostNothingEnd() {
        breakWeights(1000, exchange -> sendAndBreakOff(exchange, 100));

        assertFails(Reason.NETWORK, WEIGHTS);
        assertThat(weightRequests()).hasSize(20);
    }

    @Test
    void dripIsGivenUp() {
        breakWeights(1000, exchange -> {
            exchange.sendResponseHeaders(200, weights.length);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 600; i++) {
                    out.write(weights, i, 1);
                    out.flush();
                    Thread.sleep(100);
                }
            } catch (InterruptedException e) {
                return true;
            }
            return true;
        });

        Hub client = new Hub(HubSettings.of(hub.environment(cache, "HF_HUB_DOWNLOAD_TIMEOUT", "1"))
                .withPause(pause -> Thread.currentThread().interrupt()));
        assertThatThrownBy(() -> TinyRepository.download(client, MODEL)).isInstanceOf(HubException.class);
        assertThat(Thread.interrupted()).as("the first attempt was given up after six seconds").isTrue();
        assertThat(weightRequests()).hasSizeBetween(1, 2);
    }

    @Test
    void compressedBodyIsRejectedAtOnce() {
        breakWeights(1000, exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            return send(exchange, 200, Arrays.copyOf(weights, 1000));
        });

        assertFails(Reason.NETWORK, "compresses " + WEIGHTS, "gzip", "proxy");
        assertThat(weightRequests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 99999999999999999999999-1/2", "bytes -1-2/3", "bytes x-1/2", "bytes 9223372036854775808-1/2",
            "items 0-1/2", ""})
    void rangeThatMakesNoSenseIsNotAppended(String range) {
        breakWeights(1, exchange -> sendAndBreakOff(exchange, 50_000));
        hub.breakStorage(exchange -> {
            if (!exchange.getRequestURI().getPath().endsWith(hash) || exchange.getRequestHeaders().getFirst("Range") == null) {
                return exchange.getRequestURI().getPath().endsWith(hash) && sendAndBreakOff(exchange, 50_000);
            }
            exchange.getResponseHeaders().set("Content-Range", range);
            return send(exchange, 206, weights);
        });

        assertFails(Reason.NETWORK, WEIGHTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999999999", "-99999999999999999999999", "-5", "1e9", "x", ""})
    void sizeThatMakesNoSenseIsIgnored(String size) throws IOException {
        hub.breakHub(exchange -> {
            if (!exchange.getRequestURI().getPath().endsWith("/" + WEIGHTS)) {
                return false;
            }
            exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + hash + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", size);
            exchange.getResponseHeaders().set("Location", hub.storageAddress() + "/blob/" + hash);
            return send(exchange, 302, new byte[0]);
        });

        assertArrives();
    }

    // Waiting

    @Test
    void silentBodyIsGivenUpAndTriedAgain() throws IOException {
        breakWeights(1, exchange -> {
            sendAndBreakOff(exchange, 70_000);
            try {
                return end.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return true;
            }
        });

        assertArrives("HF_HUB_DOWNLOAD_TIMEOUT", "1");
        assertThat(weightRequests()).hasSize(2);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void slowBodyThatGoesOnIsLetGoOn() throws IOException {
        breakWeights(1, exchange -> {
            exchange.sendResponseHeaders(200, weights.length);
            try (OutputStream out = exchange.getResponseBody()) {
                int piece = weights.length / 5 + 1;
                for (int from = 0; from < weights.length; from += piece) {
                    out.write(weights, from, Math.min(piece, weights.length - from));
                    out.flush();
                    Thread.sleep(350);
                }
            } catch (InterruptedException e) {
                return true;
            }
            return true;
        });

        assertArrives("HF_HUB_DOWNLOAD_TIMEOUT", "1", "HF_HUB_ETAG_TIMEOUT", "1");
        assertThat(weightRequests()).hasSize(1);
    }

    @Test
    void silentHubIsGivenUp() {
        hub.breakHub(exchange -> {
            try {
                return end.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return true;
            }
        });
        long start = System.nanoTime();

        assertThatThrownBy(() -> download("HF_HUB_ETAG_TIMEOUT", "1"))
                .hasMessageContainingAll("127.0.0.1 cannot be reached", "no answer for 1 s", "HTTPS_PROXY");
        assertThat(pauses).hasSize(Backoff.ATTEMPTS - 1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void interruptionEndsTheDownload() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        breakWeights(1, exchange -> {
            sendAndBreakOff(exchange, 70_000);
            begun.countDown();
            try {
                return end.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return true;
            }
        });
        Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(() -> {
            try {
                download();
            } catch (HubException e) {
                failure[0] = e;
            }
        });
        thread.start();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        thread.join(5_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(failure[0]).hasMessageContaining("interrupted");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void passingFailureIsWaitedOutLongerEachTime(int status) throws IOException {
        breakWeights(4, exchange -> send(exchange, status, new byte[0]));

        assertArrives();
        assertThat(pauses).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(pauses.get(i)).isBetween(Duration.ofMillis(500L << i), Duration.ofMillis(1000L << i));
        }
    }

    @Test
    void failureThatDoesNotPassIsSaid() {
        breakWeights(100, exchange -> send(exchange, 503, new byte[0]));

        assertFails(Reason.NETWORK, "503", "unavailable");
        assertThat(weightRequests()).hasSize(Backoff.ATTEMPTS);
    }

    @Test
    void serverSaysHowLongToWait() throws IOException {
        AtomicInteger answers = new AtomicInteger();
        hub.breakHub(exchange -> {
            int answer = answers.getAndIncrement();
            if (answer > 1) {
                return false;
            }
            exchange.getResponseHeaders().set("Retry-After", answer == 0
                    ? "7"
                    : DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(30)));
            return send(exchange, 429, new byte[0]);
        });

        assertArrives();
        assertThat(pauses.get(0)).isEqualTo(Duration.ofSeconds(7));
        assertThat(pauses.get(1)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(31));
    }

    @Test
    void serverThatAsksForAnHourIsNotWaitedFor() {
        hub.breakHub(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            return send(exchange, 429, new byte[0]);
        });

        assertFails(Reason.NETWORK, "429", "3600", "HF_TOKEN");
        assertThat(pauses).isEmpty();
    }

    @Test
    void signedAddressThatRanOutIsAskedForAnew() throws IOException {
        breakWeights(2, exchange -> send(exchange, 403, new byte[0]));

        assertArrives();
        assertThat(hub.requests("GET", WEIGHTS)).hasSize(5); // one for each try, and those of both Dense layers
    }

    // What is not what it should be

    @Test
    void wrongContentIsThrownAway() {
        byte[] wrong = weights.clone();
        wrong[wrong.length / 2] ^= 1;
        breakWeights(100, exchange -> send(exchange, 200, wrong));

        assertFails(Reason.INTEGRITY, WEIGHTS, MODEL, "hash");
        assertThat(blob("")).doesNotExist();
        assertThat(blob(".magibu.incomplete")).doesNotExist();
        hub.repair();
        assertThat(download().folder().resolve(WEIGHTS)).hasBinaryContent(weights);
    }

    @Test
    void wrongContentOfASmallFileIsThrownAway() {
        hub.breakHub(exchange -> exchange.getRequestMethod().equals("GET")
                && exchange.getRequestURI().getPath().endsWith("/tokenizer_config.json")
                && send(exchange, 200, "x".repeat(files.get("tokenizer_config.json").length).getBytes(StandardCharsets.US_ASCII)));

        assertFails(Reason.INTEGRITY, "tokenizer_config.json", "hash");
    }

    @Test
    void moreThanAnnouncedDoesNotFillTheDisk() {
        breakWeights(100, exchange -> {
            exchange.sendResponseHeaders(200, 0); // of no stated length
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(weights);
            }
            return true;
        });

        assertFails(Reason.INTEGRITY, WEIGHTS, String.valueOf(weights.length));
        assertThat(blob(".magibu.incomplete")).isEmptyFile();
    }

    @Test
    void pageInsteadOfAFileIsNotTaken() {
        breakWeights(100, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            return send(exchange, 200, "<html>Please log in</html>".getBytes(StandardCharsets.UTF_8));
        });

        assertFails(Reason.INTEGRITY, "HTML page", WEIGHTS, "proxy");
    }

    @Test
    void pageInsteadOfTheRestOfAFileCostsNothingOfWhatIsThere() throws IOException {
        Files.createDirectories(blob("").getParent());
        Files.write(blob(".magibu.incomplete"), Arrays.copyOf(weights, 100_000));
        breakWeights(1, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            return send(exchange, 200, "<html>Please log in</html>".getBytes(StandardCharsets.UTF_8));
        });

        assertFails(Reason.INTEGRITY, "HTML page", WEIGHTS, "proxy");
        assertThat(blob(".magibu.incomplete")).hasSize(100_000);
    }

    @Test
    void pageInsteadOfTheHubIsNotTaken() {
        hub.breakHub(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            return send(exchange, 200, new byte[0]);
        });

        assertFails(Reason.INTEGRITY, "HTML page", "modules.json", hub.address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"abc\"", "\"../../../../etc/passwd\"", "\"d41d8cd98f00b204e9800998ecf8427e\""})
    void hashThatIsNoneIsRejected(String etag) {
        hub.breakHub(exchange -> {
            exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
            exchange.getResponseHeaders().set("ETag", etag);
            return send(exchange, 200, new byte[0]);
        });

        assertFails(Reason.INTEGRITY, "does not respond like a hub", "HF_ENDPOINT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "main", "../../x", "0123456789ABCDEF0123456789ABCDEF01234567"})
    void commitThatIsNoneIsRejected(String commit) {
        hub.breakHub(exchange -> {
            exchange.getResponseHeaders().set("X-Repo-Commit", commit);
            exchange.getResponseHeaders().set("ETag", "\"" + "0".repeat(40) + "\"");
            return send(exchange, 200, new byte[0]);
        });

        assertFails(Reason.INTEGRITY, "does not respond like a hub");
    }

    @Test
    void folderThatIsALinkOutOfTheCacheIsNotWrittenTo() throws IOException {
        Path outside = Files.createDirectory(cache.resolveSibling(cache.getFileName() + "-outside"));
        Path snapshot = Files.createDirectories(cache.resolve("models--owner--tiny/snapshots").resolve(COMMIT));
        Files.createSymbolicLink(snapshot.resolve("1_Pooling"), outside);

        assertFails(Reason.STORAGE, "leads out of the cache");
        assertThat(outside).isEmptyDirectory();
        Files.delete(outside);
    }

    // Redirects

    @Test
    void redirectWithinTheHubIsFollowed() throws IOException {
        hub.add("new-owner/tiny", COMMIT, files);
        hub.breakHub(exchange -> {
            String path = exchange.getRequestURI().getRawPath();
            if (!path.startsWith("/owner/")) {
                return false;
            }
            exchange.getResponseHeaders().set("Location", path.replace("/owner/", "/new-owner/")); // relative, as for renamed models
            return send(exchange, 307, new byte[0]);
        });

        assertArrives();
    }

    @Test
    void redirectsEnd() {
        hub.breakHub(exchange -> {
            exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getRawPath());
            return send(exchange, 302, new byte[0]);
        });

        assertFails(Reason.NETWORK, "redirects too often");
        assertThat(hub.requests()).hasSize(11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "http:///x", "http://a b/"})
    void redirectToSomethingElseIsNotFollowed(String location) {
        hub.breakHub(exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            return send(exchange, 302, new byte[0]);
        });

        assertFails(Reason.INTEGRITY, "redirects to an invalid address");
    }

    @ParameterizedTest
    @CsvSource({
            "https://a.example/x, https://b.example/y, true",
            "https://a.example/x, http://a.example/x, false",
            "https://a.example/x, http://127.0.0.1.evil.example/x, false",
            "https://a.example/x, http://localhost.evil.example/x, false",
            "https://localhost:1/x, http://localhost:2/x, true",
            "https://localhost:1/x, http://127.0.0.1:2/x, true",
            "https://localhost:1/x, http://[::1]:2/x, true",
            "http://a.example/x, http://b.example/x, true",
            "http://a.example/x, https://b.example/x, true"
    })
    void encryptionIsNotGivenUpOnTheWay(String from, String to, boolean allowed) {
        assertThat(HubConnection.keepsEncryption(URI.create(from), URI.create(to))).isEqualTo(allowed);
    }

    // Room and rights

    @Test
    void fullDiskIsFoundBeforeTheDownload() {
        assertThatThrownBy(() -> TinyRepository.download(client().withFreeSpace(folder -> 100_000), MODEL))
                .isInstanceOfSatisfying(HubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STORAGE))
                .hasMessageContainingAll("model.safetensors", "MB more", "HF_HUB_CACHE");
        assertThat(weightRequests()).isEmpty();
    }

    @Test
    void cacheThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(cache.resolve("file"), "no folder");

        assertThatThrownBy(() -> download("HF_HUB_CACHE", file.toString()))
                .isInstanceOfSatisfying(HubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STORAGE))
                .hasMessageContainingAll(file.toString(), "HF_HUB_CACHE");
    }

    // Telling

    @Test
    void progressStartsGrowsAndEndsForEachFile() {
        download();

        for (String file : List.of(WEIGHTS, "config.json")) {
            List<DownloadProgress> steps = progress.stream().filter(step -> step.file().equals(file)).toList();
            assertThat(steps).hasSizeGreaterThan(2).isSortedAccordingTo((a, b) -> Long.compare(a.bytes(), b.bytes()));
            assertThat(steps.get(0)).isEqualTo(new DownloadProgress(MODEL, file, 0, files.get(file).length, false));
            assertThat(steps.get(steps.size() - 1))
                    .isEqualTo(new DownloadProgress(MODEL, file, files.get(file).length, files.get(file).length, true));
            assertThat(steps).filteredOn(DownloadProgress::finished).hasSize(1);
        }
    }
}
