package ai.magibu.spring.boot;

import ai.magibu.embedding.MagibuEmbedder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The {@code magibu} component of {@code /actuator/health}, one for each model where there are several, unless {@code
 * management.health.magibu.enabled} is false. Off on Spring Boot 3, whose health types are others.
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
    HealthContributor magibuHealthContributor(
            LastOutcomes outcomes,
            ConfigurableListableBeanFactory beanFactory,
            Environment environment,
            MagibuProperties properties) {
        Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
        new EmbedderBeans(beanFactory, environment, properties)
                .byModel()
                .forEach((model, embedder) -> indicators.put(model, new EmbedderHealth(embedder, () -> outcomes.failed(model))));
        return indicators.size() == 1
                ? indicators.values().iterator().next()
                : CompositeHealthContributor.fromMap(indicators);
    }
}
