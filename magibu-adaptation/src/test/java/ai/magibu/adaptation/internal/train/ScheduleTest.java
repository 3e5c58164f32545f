package ai.magibu.adaptation.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.adaptation.api.RateSchedule;
import ai.magibu.adaptation.api.TrainingOptions;
import org.junit.jupiter.api.Test;

/** The expected rates are those of transformers' get_scheduler. */
class ScheduleTest {

    @Test
    void theFirstStepOfAWarmUpHasTheRateZero() {
        Schedule schedule = new Schedule(RateSchedule.LINEAR, 1e-3, 2, 10);

        assertThat(schedule.rate(0)).isZero();
        assertThat(schedule.rate(1)).isEqualTo(5e-4);
        assertThat(schedule.rate(2)).isEqualTo(1e-3);
        assertThat(schedule.rate(3)).isCloseTo(8.75e-4, within(1e-12));
        assertThat(schedule.rate(9)).isCloseTo(1.25e-4, within(1e-12));
    }

    @Test
    void aCosineFallsToZero() {
        Schedule schedule = new Schedule(RateSchedule.COSINE, 1, 0, 4);

        assertThat(schedule.rate(0)).isEqualTo(1);
        assertThat(schedule.rate(2)).isCloseTo(0.5, within(1e-12));
        assertThat(schedule.rate(4)).isCloseTo(0, within(1e-12));
    }

    @Test
    void aConstantRateStaysAfterTheWarmUp() {
        Schedule schedule = new Schedule(RateSchedule.CONSTANT, 1, 1, 4);

        assertThat(schedule.rate(0)).isZero();
        assertThat(schedule.rate(1)).isEqualTo(1);
        assertThat(schedule.rate(3)).isEqualTo(1);
    }

    @Test
    void theWarmUpIsAShareOfTheStepsRoundedDown() {
        TrainingOptions options = TrainingOptions.builder().warmUp(0.01).build();

        assertThat(Schedule.of(options, 99).warmUp()).isZero();
        assertThat(Schedule.of(options, 299).warmUp()).isEqualTo(2);
    }
}
