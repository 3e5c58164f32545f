package ai.magibu.spring.boot.info;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.ModelInfo;
import ai.magibu.embedding.RuntimeInfo;
import ai.magibu.spring.boot.MagibuProperties;
import ai.magibu.spring.boot.autoconfigure.MagibuAutoConfiguration;
import ai.magibu.spring.boot.model.EmbedderBeans;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The part {@code magibu} of {@code /actuator/info}, unless {@code management.info.magibu.enabled} is false. */
@AutoConfiguration(after = MagibuAutoConfiguration.class)
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
@ConditionalOnBean({MagibuEmbedder.class, MagibuProperties.class})
public final class MagibuInfoAutoConfiguration {

    MagibuInfoAutoConfiguration() {}

    @Bean
    @ConditionalOnEnabledInfoContributor("magibu")
    @ConditionalOnMissingBean(name = "magibuInfoContributor")
    InfoContributor magibuInfoContributor(EmbedderBeans embedders) {
        return new Contributor(embedders);
    }

    private record Contributor(EmbedderBeans embedders) implements InfoContributor {

        @Override
        public void contribute(Info.Builder builder) {
            Map<String, Object> models = new LinkedHashMap<>();
            RuntimeInfo runtime = null;
            for (Map.Entry<String, Supplier<@Nullable MagibuEmbedder>> entry : embedders.byModel().entrySet()) {
                MagibuEmbedder embedder = entry.getValue().get();
                runtime = embedder == null ? runtime : embedder.runtime();
                models.put(entry.getKey(), embedder == null ? Map.of("loaded", false) : details(embedder));
            }
            Map<String, Object> magibu = new LinkedHashMap<>();
            magibu.put("models", models);
            if (runtime != null) {
                magibu.put("runtime", Map.of("onnxruntime", runtime.onnxRuntime(), "djl", runtime.djl()));
            }
            builder.withDetail("magibu", magibu);
        }

        private static Map<String, Object> details(MagibuEmbedder embedder) {
            ModelInfo info = embedder.info();
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("source", info.source());
            if (info.revision() != null) {
                details.put("revision", info.revision());
            }
            details.put("fingerprint", info.fingerprint());
            details.put("dimension", embedder.dimension());
            details.put("maxTokens", embedder.maxTokens());
            details.put("device", embedder.device().toString());
            details.put("precision", embedder.precision().name().toLowerCase(Locale.ROOT));
            return details;
        }
    }
}
