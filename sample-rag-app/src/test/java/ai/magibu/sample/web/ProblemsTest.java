package ai.magibu.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.OverloadedException;
import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;

class ProblemsTest {

    @Test
    void busyModelIsToBeTriedAgain() {
        ProblemDetail problem = Problems.of(new OverloadedException(300_000, 262_144));

        assertThat(problem.getStatus()).isEqualTo(503);
        assertThat(problem.getDetail()).contains("Try again").doesNotContain("maxWaitingTokens");
    }
}
