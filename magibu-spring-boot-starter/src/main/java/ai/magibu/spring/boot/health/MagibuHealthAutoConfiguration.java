package ai.magibu.spring.boot.health;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.spring.boot.MagibuProperties;
import ai.magibu.spring.boot.autoconfigure.MagibuAutoConfiguration;
import ai.magibu.spring.boot.model.EmbedderBeans;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * The {@code magibu} component of {@code /actuator/health}, one for each model if there are several, unless {@code
 * management.health.magibu.enabled} is false. {@link MagibuBoot3HealthAutoConfiguration} does the same on Spring Boot 3, whose health
 * types have other names.
 */
@AutoConfiguration(after = MagibuAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean({MagibuEmbedder.class, MagibuProperties.class})
public final class MagibuHealthAutoConfiguration {

    MagibuHealthAutoConfiguration() {}

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
        outcomes.checks(embedders).forEach((model, check) -> indicators.put(model, new EmbedderHealth(check)));
        return indicators.size() == 1
                ? indicators.values().iterator().next()
                : CompositeHealthContributor.fromMap(indicators);
    }
}
