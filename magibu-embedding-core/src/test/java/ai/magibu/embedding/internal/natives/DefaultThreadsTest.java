package ai.magibu.embedding.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultThreadsTest {

    @TempDir
    Path cpus;

    /** Four cores of two hardware threads each, and a processor that is offline. */
    private void fourCores() throws IOException {
        for (int cpu = 0; cpu < 8; cpu++) {
            Path topology = Files.createDirectories(cpus.resolve("cpu" + cpu).resolve("topology"));
            Files.writeString(topology.resolve("thread_siblings_list"), cpu % 4 + "," + (cpu % 4 + 4) + "\n");
        }
        Files.createDirectories(cpus.resolve("cpu8"));
        Files.createDirectories(cpus.resolve("cpufreq"));
    }

    @Test
    void machineOfOnesOwnGivesItsPhysicalCores() throws IOException {
        fourCores();
        assertThat(DefaultThreads.count(cpus, 8)).isEqualTo(4);
    }

    @Test
    void containersLimitGoesBeforeTheMachinesCores() throws IOException {
        fourCores();
        assertThat(DefaultThreads.count(cpus, 2)).isEqualTo(2);
    }

    @Test
    void unknownCoresAreLeftToTheRuntime() {
        assertThat(DefaultThreads.count(cpus.resolve("none"), 8)).isZero();
    }
}
