package ai.magibu.spring.boot.observation;

import ai.magibu.spring.boot.model.ModelListener;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** An observation around every call of an auto-configured embedder, if there is an {@link ObservationRegistry}. */
@AutoConfiguration(
        afterName = {
                "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
                // Spring Boot 3
                "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration"
        })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "magibu.embedding.enabled", matchIfMissing = true)
@ConditionalOnSingleCandidate(ObservationRegistry.class)
public final class MagibuObservationAutoConfiguration {

    MagibuObservationAutoConfiguration() {}

    @Bean
    ModelListener magibuObservations(
            ObservationRegistry registry, ObjectProvider<MagibuObservationConvention> convention) {
        return model -> new ObservationListener(registry, convention.getIfUnique(), model);
    }
}
