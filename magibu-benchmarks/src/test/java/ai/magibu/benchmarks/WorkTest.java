package ai.magibu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class WorkTest {

    @Test
    void mixedTexts_areLogNormal() {
        List<Integer> lengths = Work.of(Row.W3, 8192).get(0).lengths().get(0);

        assertThat(lengths).hasSize(200).allMatch(length -> length >= 8 && length <= 2048);
        double mean = lengths.stream().mapToDouble(Math::log).average().orElseThrow();
        double variance = lengths.stream().mapToDouble(length -> Math.pow(Math.log(length) - mean, 2)).average().orElseThrow();
        assertThat(Math.exp(mean)).isBetween(100.0, 145.0);
        assertThat(Math.sqrt(variance)).isBetween(0.85, 1.15);
    }

    @Test
    void mixedTexts_areNoLongerThanTheModelTakes() {
        assertThat(Work.of(Row.W3, 384).get(0).longest()).isEqualTo(384);
    }

    @Test
    void mixedTexts_areTheFirstCallOfAProcess() {
        assertThat(Work.of(Row.W3, 8192).get(0).firstCall()).isTrue();
        assertThat(Work.of(Row.W2, 8192).get(0).firstCall()).isFalse();
    }

    @Test
    void worksBeyondTheModelsLimit_areLeftOut() {
        assertThat(Work.of(Row.W4, 384)).isEmpty();
        assertThat(Work.of(Row.LENGTH, 384)).extracting(Work::longest).containsExactly(16, 32, 64, 128, 256);
    }
}
