package ai.magibu.embedding.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Device;
import org.junit.jupiter.api.Test;

class BatchSettingsTest {

    private static int tokens(Device device, int threads) {
        return BatchSettings.of(device, true, threads, null, false, null).maxTokens();
    }

    @Test
    void batchGrowsWithTheThreadsWithinBounds() {
        assertThat(tokens(Device.CPU, 1)).isEqualTo(512);
        assertThat(tokens(Device.CPU, 2)).isEqualTo(512);
        assertThat(tokens(Device.CPU, 8)).isEqualTo(2048);
        assertThat(tokens(Device.CPU, 128)).isEqualTo(16_384);
        assertThat(tokens(Device.cuda(0), 2)).isEqualTo(16_384);
    }

    @Test
    void unknownThreadsCountAsTheProcessors() {
        assertThat(tokens(Device.CPU, 0)).isEqualTo(tokens(Device.CPU, Runtime.getRuntime().availableProcessors()));
    }

    @Test
    void lineHoldsThirtyTwoBatchesUnlessSetOtherwise() {
        assertThat(BatchSettings.of(Device.CPU, true, 2, 100, true, null))
                .isEqualTo(new BatchSettings(RunCosts.of(Device.CPU, true), 100, true, 3200));
        assertThat(BatchSettings.of(Device.CPU, true, 2, 100, true, 7))
                .isEqualTo(new BatchSettings(RunCosts.of(Device.CPU, true), 100, true, 7));
    }
}
