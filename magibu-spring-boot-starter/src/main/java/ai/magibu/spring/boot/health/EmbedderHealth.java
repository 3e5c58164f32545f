package ai.magibu.spring.boot.health;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Shows an {@link EmbedderCheck} under Spring Boot 4. */
final class EmbedderHealth extends AbstractHealthIndicator {

    private final EmbedderCheck check;

    EmbedderHealth(EmbedderCheck check) {
        super(EmbedderCheck.FAILURE_MESSAGE);
        this.check = check;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (check.run(builder::withDetail)) {
            builder.up();
        } else {
            builder.unknown();
        }
    }
}
