package ai.magibu.sample.store;

import ai.magibu.sample.model.LoadedModel;
import java.util.Map;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets Flyway make the vector column as wide as the model's vectors. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    FlywayConfigurationCustomizer vectorColumn(LoadedModel model) {
        return flyway -> flyway.placeholders(Map.of(
                "dimension", Integer.toString(model.dimension()),
                "fingerprint", model.fingerprint(),
                "model", model.name().replace("'", "''")));
    }
}
