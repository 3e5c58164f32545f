package ai.magibu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("locale")
class LoggedProgressTest {

    private static final long SECOND = 1_000_000_000L;

    private final Logger logger = (Logger) LoggerFactory.getLogger(LoggedProgress.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private long now;
    private final LoggedProgress progress = new LoggedProgress(() -> now);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.addAppender(logged);
        logged.start();
    }

    @AfterEach
    void stop() {
        logger.detachAppender(logged);
        logger.setLevel(null);
    }

    private void report(long bytes, long size, boolean finished) {
        progress.onProgress(new DownloadProgress("owner/name", "model.safetensors", bytes, size, finished));
    }

    @Test
    void largeFileIsToldEveryFewSecondsAndAtItsEnd() {
        report(100_000_000, 400_000_000, false);
        for (int i = 1; i <= 12; i++) {
            now += SECOND;
            report(100_000_000 + i * 20_000_000L, 400_000_000, false);
        }
        report(400_000_000, 400_000_000, true);

        assertThat(logged.list.stream().map(ILoggingEvent::getFormattedMessage)).containsExactly(
                "Downloading model.safetensors of owner/name: 200.0 MB of 400.0 MB, 20.0 MB/s",
                "Downloading model.safetensors of owner/name: 300.0 MB of 400.0 MB, 20.0 MB/s",
                "Downloaded model.safetensors of owner/name: 400.0 MB in 12.0 s");
    }

    @Test
    void smallFilesAreNotWorthALine() {
        report(0, 500, false);
        report(500, 500, true);

        assertThat(logged.list).isEmpty();
    }

    @Test
    void whatWasInTheCacheIsNotTold() {
        report(400_000_000, 400_000_000, true);

        assertThat(logged.list).isEmpty();
    }
}
