package ai.magibu.it.applications;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start on a machine without CUDA logs no warning. */
class QuietStartIT {

    private static final Pattern LOGGED_PROBLEM = Pattern.compile("\\b(?:WARN|ERROR)\\b");

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu"})
    void startOnTheCpu_warnsOfNothing(String device) throws Exception {
        String output = new ChildJvm()
                .run(
                        PlainApplication.class,
                        0,
                        Stream.concat(Stream.of(ChildJvm.TINY_MODEL), Stream.of("--magibu.embedding.device=" + device))
                                .toArray(String[]::new));

        assertThat(output).contains("dimension: 96");
        // A newer JDK's own "WARNING:" about a dependency is not a log line.
        assertThat(output.lines().filter(LOGGED_PROBLEM.asPredicate())).isEmpty();
    }
}
