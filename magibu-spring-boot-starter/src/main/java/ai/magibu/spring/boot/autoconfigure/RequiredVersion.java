package ai.magibu.spring.boot.autoconfigure;

import ai.magibu.spring.boot.EmbedderConfigurationException;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Fails the start if a framework on the class path is older than its adapter needs. Without it, the start fails with a {@link
 * TypeNotPresentException} that names neither.
 */
abstract class RequiredVersion extends SpringBootCondition {

    private final String framework;
    private final String artifact;
    private final String adapter;
    private final String leastVersion;
    private final String typeOfThatVersion;

    /**
     * @param artifact the {@code group/artifact} from whose metadata the framework's version is read
     * @param typeOfThatVersion the name of a class that no older version has
     */
    private RequiredVersion(
            String framework, String artifact, String adapter, String leastVersion, String typeOfThatVersion) {
        this.framework = framework;
        this.artifact = artifact;
        this.adapter = adapter;
        this.leastVersion = leastVersion;
        this.typeOfThatVersion = typeOfThatVersion;
    }

    static final class OfLangChain4j extends RequiredVersion {

        OfLangChain4j() {
            super(
                    "LangChain4j",
                    "dev.langchain4j/langchain4j-core",
                    "magibu-langchain4j",
                    "1.18",
                    "dev.langchain4j.model.embedding.request.EmbeddingRequest");
        }
    }

    static final class OfSpringAi extends RequiredVersion {

        OfSpringAi() {
            super(
                    "Spring AI",
                    "org.springframework.ai/spring-ai-model",
                    "magibu-spring-ai",
                    "1.1",
                    "org.springframework.ai.embedding.EmbeddingOptions$Builder");
        }
    }

    /** @throws EmbedderConfigurationException if the framework is too old */
    @Override
    public final ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        if (ClassUtils.isPresent(typeOfThatVersion, context.getClassLoader())) {
            return ConditionOutcome.match(
                    ConditionMessage.forCondition("Required version").because(framework + " is " + leastVersion + " or newer"));
        }
        throw EmbedderConfigurationException.frameworkTooOld(
                framework, version(context.getResourceLoader()), artifact.replace('/', ':'), adapter, leastVersion);
    }

    private String version(ResourceLoader resources) {
        try {
            return PropertiesLoaderUtils.loadProperties(
                    resources.getResource("classpath:META-INF/maven/" + artifact + "/pom.properties"))
                    .getProperty("version", "");
        } catch (IOException missing) {
            return ""; // a jar that was built otherwise
        }
    }
}
