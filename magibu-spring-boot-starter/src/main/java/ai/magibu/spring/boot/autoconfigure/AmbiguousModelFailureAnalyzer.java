package ai.magibu.spring.boot.autoconfigure;

import ai.magibu.spring.boot.ModelNames;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Says how to choose if several beans could be injected and one of them is ours. */
@Order(Ordered.HIGHEST_PRECEDENCE) // before Spring Boot's own, which proposes only @Primary
final class AmbiguousModelFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoUniqueBeanDefinitionException> {

    private final Environment environment;

    AmbiguousModelFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, NoUniqueBeanDefinitionException cause, @Nullable String description) {
        Collection<String> beans = cause.getBeanNamesFound();
        if (beans == null || beans.stream().noneMatch(bean -> bean.toLowerCase(Locale.ROOT).contains("magibu"))) {
            return null;
        }
        String place = description == null ? "A bean" : description;
        String type = Objects.requireNonNull(cause.getBeanType()).getName();
        return new FailureAnalysis(
                place + " requires one " + type + ", but there are " + beans.size() + ": " + String.join(", ", beans) + ".",
                action(type, beans),
                cause);
    }

    private String action(String type, Collection<String> beans) {
        String first = ModelNames.in(environment).stream()
                .filter(name -> beans.stream().anyMatch(bean -> bean.startsWith(ModelNames.beanName(name, "Magibu"))))
                .findFirst()
                .orElseGet(() -> beans.iterator().next());
        StringBuilder action = new StringBuilder("Choose one where it is injected, with @Qualifier(\"" + first
                + "\"), or mark one of your own as @Primary.");
        if (!ModelNames.in(environment).isEmpty()) {
            action.append(" The model in magibu.embedding.model, if you set one, is the primary one of several under ")
                    .append(ModelNames.MODELS)
                    .append('.');
        }
        if (type.startsWith("org.springframework.ai.")) {
            action.append(" To use only Magibu's, set spring.ai.model.embedding=magibu: Spring AI's other starters then create no"
                    + " embedding model. To use only another one, set it to that one's name.");
        }
        return action.toString();
    }
}
