package ai.magibu.it.applications;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Measures a request that does not use the model while a full-size model embeds a text of 1,082 tokens, in an application on
 * virtual threads with one processor. Not part of the build: CONTRIBUTING.md says how to run it.
 */
class PingCheck {

    private static final int TOKENS = Integer.getInteger("magibu.tokens", 1_082);

    @Test
    void pingsStayFast_whileATextIsEmbedded() throws Exception {
        try (RunningApplication application = new RunningApplication(
                new ChildJvm().onOneProcessor(),
                FullSizeModel.settings("--server.port=0", "--spring.threads.virtual.enabled=true"))) {
            print("idle", pings(application, new CompletableFuture<>().completeOnTimeout(null, 5, TimeUnit.SECONDS)));

            CompletableFuture<?> text = application.get("/embed?tokens=" + TOKENS).thenAccept(answer -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                System.out.println(answer.body());
            });
            while (application.embedding() == 0) {
                Thread.sleep(1);
            }
            List<Long> busy = pings(application, text);
            print("one text in the model", busy);
            text.get(5, TimeUnit.MINUTES);

            assertThat(busy).as("the text is long enough for a figure").hasSizeGreaterThan(20);
            assertThat(percentile(busy, 99)).as("p99 in ms").isLessThan(250);
        }
    }

    /** Sends pings one after another until the given call ends; returns their sorted times in ms. */
    private static List<Long> pings(RunningApplication application, CompletableFuture<?> until) throws Exception {
        List<Long> times = new ArrayList<>();
        while (!until.isDone()) {
            long start = System.nanoTime();
            assertThat(application.get("/ping").get(5, TimeUnit.MINUTES).body()).isEqualTo("pong");
            times.add((System.nanoTime() - start) / 1_000_000);
            Thread.sleep(10);
        }
        times.sort(null);
        return times;
    }

    private static void print(String what, List<Long> times) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d pings, p50 %d ms, p99 %d ms, most %d ms%n",
                what, times.size(), percentile(times, 50), percentile(times, 99), percentile(times, 100));
    }

    private static long percentile(List<Long> sorted, int percent) {
        return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }
}
