package ai.magibu.adaptation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TrainingOptionsTest {

    @Test
    void theDefaultsAreThoseOfThePublishedModel() {
        TrainingOptions options = TrainingOptions.builder().build();

        assertThat(options.trained()).isEqualTo(Trained.ALL);
        assertThat(options.loss()).isEqualTo(Loss.COSINE);
        assertThat(options.epochs()).isEqualTo(1);
        assertThat(options.batch()).isEqualTo(256);
        assertThat(options.rate()).isEqualTo(5e-5);
        assertThat(options.schedule()).isEqualTo(RateSchedule.LINEAR);
        assertThat(options.warmUp()).isEqualTo(0.01);
        assertThat(options.weightDecay()).isEqualTo(0.01);
        assertThat(options.clip()).isEqualTo(1);
        assertThat(options.precision()).isEqualTo(WeightPrecision.BF16);
    }

    @Test
    void valuesOutOfRangeAreRejected() {
        TrainingOptions.Builder builder = TrainingOptions.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.epochs(0)).withMessage("epochs must be at least 1, not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.rate(Double.NaN)).withMessage("rate must be above 0, not NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.rate(Double.POSITIVE_INFINITY))
                .withMessage("rate must be a number of at least 0, not Infinity");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.warmUp(1.1)).withMessage("warmUp must be from 0 to 1, not 1.1");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.beta2(1)).withMessage("beta2 must be from 0 to less than 1, not 1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxTokens(2048).build())
                .withMessage("tokensPerBatch is 1024, but a text of maxTokens (2048) must fit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainingOptions.builder().trained(Trained.EMBEDDINGS_AND_HEADS).target(Target.PRE_DENSE).build());
    }
}
