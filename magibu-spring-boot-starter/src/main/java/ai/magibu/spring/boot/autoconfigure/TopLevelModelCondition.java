package ai.magibu.spring.boot.autoconfigure;

import ai.magibu.spring.boot.MagibuProperties;
import ai.magibu.spring.boot.ModelNames;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches if {@code magibu.embedding.model} is set or no named model is. */
final class TopLevelModelCondition extends SpringBootCondition {

    private static final String MODEL = MagibuProperties.PREFIX + ".model";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        ConditionMessage.Builder message = ConditionMessage.forCondition("Magibu model");
        if (StringUtils.hasText(environment.getProperty(MODEL))) {
            return ConditionOutcome.match(message.because(MODEL + " is set"));
        }
        return ModelNames.in(environment).isEmpty()
                ? ConditionOutcome.match(message.because("no model has a name"))
                : ConditionOutcome.noMatch(message.because("only models with names are set"));
    }
}
