package ai.magibu.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.documents.UnreadableFileException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class IsolatedFileParserIT {

    private static final byte[] ENDLESS = Pdfs.nestedForms();

    private final IsolatedFileParser parser = IsolatedFileParser.builder().deadline(Duration.ofSeconds(5)).heapMegabytes(128).build();

    @AfterEach
    void close() {
        parser.close();
        await(() -> children().isEmpty());
    }

    @Test
    void filesAreReadAsWithoutAProcess_andTheProcessIsUsedAgain() {
        var document = parser.parse("çay-şöleni.md", utf8("# Çay\n\nİlk ığdır."));

        assertThat(document.text()).isEqualTo("İlk ığdır.");
        assertThat(document.metadata().getString("title")).isEqualTo("Çay");
        List<Long> first = children();
        assertThat(first).hasSize(1);
        assertThat(parser.parse(new ByteArrayInputStream(utf8("Adsız metin."))).metadata().toMap()).isEmpty();
        assertUnreadable(Reason.NO_TEXT, "boş.txt", utf8(" "));
        assertUnreadable(Reason.EMPTY, "boş.txt", new byte[0]);
        assertThat(children()).isEqualTo(first);
    }

    @Test
    void fileWithoutEndIsGivenUp_andTheNextOneIsRead() {
        assertUnreadable(Reason.TOO_LONG, "ikiye-katlanan.pdf", ENDLESS);
        assertThat(ENDLESS.length).isLessThan(10_000);
        assertRead();

        assertUnreadable(Reason.TOO_LONG, "bomba.pdf", Pdfs.inflated("q Q q Q q Q q Q ", 20_000_000));
        assertRead();
    }

    @Test
    void fileThatNeedsTooMuchMemoryIsGivenUp_andTheNextOneIsRead() {
        try (IsolatedFileParser small = IsolatedFileParser.builder().heapMegabytes(32).deadline(Duration.ofMinutes(5)).build()) {
            assertThatThrownBy(() -> small.parse("uzun.txt", utf8("Uzun metin. ".repeat(800_000))))
                    .isInstanceOfSatisfying(UnreadableFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LONG));
            assertThatThrownBy(() -> small.parse("resim.bin", new byte[90_000_000]))
                    .isInstanceOfSatisfying(UnreadableFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LONG));
            assertThat(small.parse("a.txt", utf8("Kısa metin.")).text()).isEqualTo("Kısa metin.");
        }
    }

    @Test
    void nestedFilesEndWithAnAnswer() {
        for (String content : List.of("> ".repeat(20_000), "- ".repeat(20_000), "[".repeat(20_000),
                "*a **b ".repeat(5_000) + "c** d*".repeat(5_000))) {
            try {
                assertThat(parser.parse("derin.md", utf8(content + "metin")).text()).endsWith("metin");
            } catch (UnreadableFileException e) {
                assertThat(e.reason()).isEqualTo(Reason.DAMAGED);
            }
        }
        assertRead();
    }

    @Test
    void interruptedCallerReturnsWithinASecond() throws InterruptedException {
        assertRead();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                parser.parse("a.pdf", ENDLESS);
            } catch (RuntimeException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        Thread.sleep(500);
        caller.interrupt();
        caller.join(1000);

        assertThat(caller.isAlive()).isFalse();
        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        assertThat(interrupted.get()).isTrue();
        assertRead();
    }

    @Test
    void interruptedCallerReturns_whileItWaitsForAnother() throws Exception {
        assertRead();
        Future<?> first = CompletableFuture.runAsync(() -> assertUnreadable(Reason.TOO_LONG, "a.pdf", ENDLESS));
        Thread.sleep(200);
        Thread second = new Thread(() -> assertThatThrownBy(this::assertRead).isInstanceOf(CancellationException.class));
        second.start();
        Thread.sleep(200);
        second.interrupt();
        second.join(1000);

        assertThat(second.isAlive()).isFalse();
        first.get();
    }

    @Test
    void callersOnManyThreadsWaitForEachOther() {
        List<CompletableFuture<String>> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] content = utf8("Metin " + i);
            texts.add(CompletableFuture.supplyAsync(() -> parser.parse("a.txt", content).text()));
        }

        for (int i = 0; i < 20; i++) {
            assertThat(texts.get(i).join()).isEqualTo("Metin " + i);
        }
        assertThat(children()).hasSize(1);
    }

    @Test
    void processThatDiedIsReplaced() {
        assertRead();
        ProcessHandle child = ProcessHandle.of(children().get(0)).orElseThrow();
        child.destroyForcibly();
        child.onExit().join();

        assertRead();
    }

    @Test
    void closingEndsTheFileThatIsRead_andTheParserIsUsedNoMore() throws Exception {
        assertRead();
        Future<?> reading = CompletableFuture.runAsync(
                () -> assertThatThrownBy(() -> parser.parse("a.pdf", ENDLESS)).isInstanceOf(IllegalStateException.class));
        Thread.sleep(300);
        Instant begin = Instant.now();
        parser.close();

        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(2));
        reading.get();
        assertThatThrownBy(this::assertRead).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void closingEndsAProcessThatIsBeingStarted() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<Path> before = folders();
            IsolatedFileParser starting = IsolatedFileParser.builder().build();
            Future<?> reading = CompletableFuture.runAsync(() -> assertThatThrownBy(() -> starting.parse("a.txt", utf8("bir")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed"));
            await(() -> !before.containsAll(folders())); // the folder of the process, which starts after it
            starting.close();

            reading.get();
            assertThat(before).containsAll(folders());
        }
    }

    @Test
    void idleProcessEnds_andAnotherStartsWhenItIsNeeded() {
        try (IsolatedFileParser idle = IsolatedFileParser.builder().idleTime(Duration.ofMillis(300)).build()) {
            idle.parse("a.txt", utf8("bir"));
            await(() -> children().isEmpty());

            assertThat(idle.parse("a.txt", utf8("iki")).text()).isEqualTo("iki");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void processLeavesNothingInTheFolderForTemporaryFiles_andKnowsNoSecrets() throws Exception {
        List<Path> before = folders();
        assertRead();
        ProcessHandle child = ProcessHandle.of(children().get(0)).orElseThrow();
        List<Path> now = folders();
        now.removeAll(before);
        assertThat(now).hasSize(1);
        Path folder = now.get(0);
        assertThat(Files.getPosixFilePermissions(folder)).allMatch(permission -> permission.name().startsWith("OWNER"));
        String environment = Files.readString(Path.of("/proc/" + child.pid() + "/environ"));
        assertThat(System.getenv()).containsKey("HOME");
        assertThat(environment).contains("PATH=").doesNotContain("HOME=");

        parser.close();
        assertThat(folder).doesNotExist();
    }

    @Test
    void limitsAreChecked() {
        assertThatThrownBy(() -> IsolatedFileParser.builder().heapMegabytes(1)).hasMessageContaining("heapMegabytes is 1");
        assertThatThrownBy(() -> IsolatedFileParser.builder().deadline(Duration.ZERO)).hasMessageContaining("deadline is PT0S");
        assertThatThrownBy(() -> IsolatedFileParser.builder().idleTime(Duration.ofNanos(1))).hasMessageContaining("idleTime");
    }

    private static List<Path> folders() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return new ArrayList<>(files.filter(file -> file.getFileName().toString().startsWith("magibu-reader")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertRead() {
        assertThat(parser.parse("sonraki.txt", utf8("Sonraki dosya.")).text()).isEqualTo("Sonraki dosya.");
    }

    private void assertUnreadable(Reason reason, String name, byte[] content) {
        assertThatThrownBy(() -> parser.parse(name, content)).isInstanceOfSatisfying(UnreadableFileException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e).hasMessageContaining("\"" + name + "\"");
        });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Long> children() {
        return ProcessHandle.current().children()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .toList();
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }
}
