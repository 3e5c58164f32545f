package ai.magibu.cli;

import java.util.List;

/** Raises the levels that {@code simplelogger.properties} sets. Works only before the first logger is made. */
final class Logging {

    private static final List<String> LEVELS = List.of(
            "org.slf4j.simpleLogger.defaultLogLevel",
            "org.slf4j.simpleLogger.log.ai.djl",
            "org.slf4j.simpleLogger.log.ai.magibu.embedding.internal.encode.Recording");

    private Logging() {}

    static void showMore() {
        LEVELS.forEach(level -> System.setProperty(level, "info"));
    }
}
