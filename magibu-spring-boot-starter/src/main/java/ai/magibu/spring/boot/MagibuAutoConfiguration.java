package ai.magibu.spring.boot;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * A {@link MagibuEmbedder} from the settings under {@code magibu.embedding}, closed with the context. Backs off for an embedder
 * of the application's own and for {@code magibu.embedding.enabled=false}; otherwise a missing {@code magibu.embedding.model}
 * fails the start, because an application that takes this starter and gets no embedder would fail later and less clearly.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "magibu.embedding.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MagibuProperties.class)
public final class MagibuAutoConfiguration {

    MagibuAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    MagibuEmbedder magibuEmbedder(MagibuProperties properties, ObjectProvider<MagibuEmbedderCustomizer> customizers) {
        if (properties.model() == null || properties.model().isBlank()) {
            throw EmbedderConfigurationException.withoutModel();
        }
        MagibuEmbedder.Builder builder = MagibuEmbedder.builder();
        Settings.apply("model", properties.model(), builder::model);
        Settings.apply("device", properties.device(), device -> builder.device(Device.parse(device)));
        Settings.apply("precision", properties.precision(), builder::precision);
        Settings.apply("threads", properties.threads(), builder::threads);
        Settings.apply("max-tokens", properties.maxTokens(), builder::maxTokens);
        Settings.apply("max-batch-tokens", properties.maxBatchTokens(), builder::maxBatchTokens);
        builder.onTooLong(properties.onTooLong());
        Settings.apply("dimensions", properties.dimensions(), builder::dimensions);
        Settings.apply("cache-directory", properties.cacheDirectory(), folder -> builder.cacheDirectory(Path.of(folder)));
        builder.memoryArena(properties.memoryArena());
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        try {
            return builder.load();
        } catch (IllegalArgumentException refused) {
            throw EmbedderConfigurationException.beyondTheModel(refused);
        }
    }
}
