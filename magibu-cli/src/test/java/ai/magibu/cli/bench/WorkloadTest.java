package ai.magibu.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class WorkloadTest {

    @Test
    void longModelGetsEveryRow() {
        assertThat(Workload.of(8192))
                .extracting(Workload::name, workload -> workload.lengths().size())
                .containsExactly(
                        tuple("one query of 16 tokens", 1),
                        tuple("32 texts of 128 tokens", 32),
                        tuple("64 texts of mixed length", 64),
                        tuple("one text of 512 tokens", 1),
                        tuple("one text of 2048 tokens", 1));
    }

    @Test
    void shortModelGetsTheRowsItTakesAndCutLengths() {
        List<Workload> workloads = Workload.of(512);

        assertThat(workloads).extracting(Workload::name).doesNotContain("one text of 2048 tokens").hasSize(4);
        assertThat(mixed(workloads)).hasSize(64).allMatch(length -> length >= 8 && length <= 512);
        assertThat(Collections.max(mixed(workloads))).isEqualTo(512);
    }

    @Test
    void mixedLengthsAreLogNormal() {
        double[] logarithms = mixed(Workload.of(8192)).stream().mapToDouble(Math::log).sorted().toArray();

        double mean = 0;
        for (double logarithm : logarithms) {
            mean += logarithm / logarithms.length;
        }
        double variance = 0;
        for (double logarithm : logarithms) {
            variance += (logarithm - mean) * (logarithm - mean) / logarithms.length;
        }
        assertThat(Math.exp(mean)).isBetween(119.0, 121.0);
        assertThat(variance).isBetween(0.95, 1.05);
    }

    private static List<Integer> mixed(List<Workload> workloads) {
        return workloads.stream()
                .filter(workload -> workload.name().contains("mixed"))
                .findFirst()
                .orElseThrow()
                .lengths();
    }
}
