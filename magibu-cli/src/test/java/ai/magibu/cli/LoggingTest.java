package ai.magibu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LoggingTest {

    private static final String LEVEL = "org.slf4j.simpleLogger.log.";

    /** A logger is named after its class, which may be renamed. */
    @Test
    void levelsAreThoseOfClassesThatExist() throws IOException {
        Properties settings = new Properties();
        try (InputStream in = Objects.requireNonNull(LoggingTest.class.getResourceAsStream("/simplelogger.properties"))) {
            settings.load(in);
        }
        List<String> loggers = settings.stringPropertyNames().stream()
                .filter(name -> name.startsWith(LEVEL + "ai.magibu."))
                .map(name -> name.substring(LEVEL.length()))
                .toList();

        assertThat(loggers).isNotEmpty()
                .allSatisfy(logger -> assertThat(Class.forName(logger, false, getClass().getClassLoader())).isNotNull());
    }
}
