package ai.magibu.spring.boot.health;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.spring.boot.MagibuProperties;
import ai.magibu.spring.boot.autoconfigure.MagibuAutoConfiguration;
import ai.magibu.spring.boot.model.EmbedderBeans;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The same as {@link MagibuHealthAutoConfiguration} on Spring Boot 3. */
@AutoConfiguration(after = MagibuAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean({MagibuEmbedder.class, MagibuProperties.class})
public final class MagibuBoot3HealthAutoConfiguration {

    MagibuBoot3HealthAutoConfiguration() {}

    @Bean
    @ConditionalOnEnabledHealthIndicator("magibu")
    LastOutcomes magibuLastOutcomes() {
        return new LastOutcomes();
    }

    @Bean
    @ConditionalOnEnabledHealthIndicator("magibu")
    @ConditionalOnMissingBean(name = {"magibuHealthIndicator", "magibuHealthContributor"})
    HealthContributor magibuHealthContributor(EmbedderBeans embedders, LastOutcomes outcomes) {
        Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
        outcomes.checks(embedders).forEach((model, check) -> indicators.put(model, new Boot3EmbedderHealth(check)));
        return indicators.size() == 1
                ? indicators.values().iterator().next()
                : CompositeHealthContributor.fromMap(indicators);
    }
}
