package ai.magibu.spring.boot.health;

import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/** Shows an {@link EmbedderCheck} under Spring Boot 3. */
final class Boot3EmbedderHealth extends AbstractHealthIndicator {

    private final EmbedderCheck check;

    Boot3EmbedderHealth(EmbedderCheck check) {
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
