package ai.magibu.it.applications;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measures how long an application takes to end after SIGTERM while a full-size model embeds three texts of 3,600 tokens. Not part
 * of the build: CONTRIBUTING.md says how to run it.
 */
class ShutdownCheck {

    private static final int TOKENS = Integer.getInteger("magibu.tokens", 3_600);

    /** The limit for the rest of the application: JVM, context and threads. */
    private static final int REST_SECONDS = 3;

    @ParameterizedTest
    @CsvSource({"immediate, 0, 10", "graceful, 5, 3", "graceful, 30, 10"})
    void shutdown_isBounded(String kind, int gracefulSeconds, int closeSeconds) throws Exception {
        try (RunningApplication application = new RunningApplication(
                new ChildJvm(),
                FullSizeModel.settings(
                        "--server.port=0",
                        "--server.shutdown=" + kind,
                        "--spring.lifecycle.timeout-per-shutdown-phase=" + gracefulSeconds + "s",
                        "--magibu.embedding.close-timeout=" + closeSeconds + "s"))) {
            for (int i = 0; i < 3; i++) {
                application.get("/embed?tokens=" + TOKENS);
            }
            while (application.embedding() < 3) {
                Thread.sleep(1);
            }
            Thread.sleep(500);

            long time = application.terminate();

            System.out.printf(
                    Locale.ROOT,
                    "%s shutdown of %d s, close-timeout %d s: %d ms%n", kind, gracefulSeconds, closeSeconds, time);
            assertThat(time).isLessThan(TimeUnit.SECONDS.toMillis(closeSeconds + REST_SECONDS));
        }
    }
}
