package ai.magibu.spring.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names a call's observation and its key values. A bean of this type replaces the {@link DefaultMagibuObservationConvention}, which
 * can be extended.
 */
public interface MagibuObservationConvention extends ObservationConvention<MagibuObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof MagibuObservationContext;
    }
}
