package ai.magibu.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.io.support.SpringFactoriesLoader;

class MagibuRuntimeHintsTest {

    @Test
    void registrar_isFound() {
        assertThat(SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories").load(RuntimeHintsRegistrar.class))
                .hasAtLeastOneElementOfType(MagibuRuntimeHints.class);
    }

    @Test
    void hints_haveTheProxiesOfLazyModels() {
        RuntimeHints hints = new RuntimeHints();
        new MagibuRuntimeHints().registerHints(hints, getClass().getClassLoader());

        for (Class<?> type : List.of(
                EmbeddingModel.class,
                TokenCountEstimator.class,
                org.springframework.ai.embedding.EmbeddingModel.class,
                BatchingStrategy.class)) {
            assertThat(RuntimeHintsPredicates.proxies().forInterfaces(AopProxyUtils.completeJdkProxyInterfaces(type)))
                    .accepts(hints);
        }
    }

    @Test
    void frameworkThatIsAbsent_isLeftOut() {
        RuntimeHints hints = new RuntimeHints();
        new MagibuRuntimeHints().registerHints(hints, new FilteredClassLoader("org.springframework.ai", "dev.langchain4j"));

        assertThat(hints.proxies().jdkProxyHints()).isEmpty();
    }
}
