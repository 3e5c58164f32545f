package ai.magibu.server.encode;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.BatchRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThroughputTest {

    private final Throughput throughput = new Throughput();

    private void run(int tokens, Duration time) {
        throughput.batchRan(new BatchRun(1, tokens, tokens, time));
    }

    @Test
    void beforeTheFirstRun_theTimeIsASecond() {
        assertThat(throughput.timeFor(1_000_000)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void time_isThatOfTheTokens_inWholeSeconds() {
        run(1_000, Duration.ofMillis(500));

        assertThat(throughput.timeFor(20_000)).isEqualTo(Duration.ofSeconds(10));
        assertThat(throughput.timeFor(20_001)).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void time_isBetweenASecondAndTenMinutes() {
        run(1_000, Duration.ofSeconds(1));

        assertThat(throughput.timeFor(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(throughput.timeFor(Long.MAX_VALUE)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void recentRuns_countMore() {
        for (int i = 0; i < 100; i++) {
            run(1_000, Duration.ofSeconds(10));
        }
        for (int i = 0; i < 100; i++) {
            run(1_000, Duration.ofSeconds(1));
        }
        assertThat(throughput.timeFor(100_000)).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(102));
    }
}
