package ai.magibu.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of the command line, which Spring Boot knows by other names and only as {@code --name=value}. */
final class CommandLine {

    private static final Map<String, String> SETTINGS = Map.of("--model", "--magibu.embedding.model", "--port", "--server.port");

    /** Settings of Spring Boot without a dot. */
    private static final Set<String> FLAGS = Set.of("--debug", "--trace");

    private CommandLine() {}

    /**
     * Returns the arguments for Spring Boot: {@code --model X} and {@code --model=X} become a setting, other settings stay as they are.
     *
     * @throws StartFailure if an argument is neither an option nor a setting, which Spring Boot would ignore
     */
    static String[] settings(String... arguments) {
        List<String> settings = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            String name = equals < 0 ? arguments[i] : arguments[i].substring(0, equals);
            String setting = SETTINGS.get(name);
            if (setting == null) {
                if (!FLAGS.contains(name) && !(name.startsWith("--") && name.contains("."))) {
                    throw new StartFailure("The argument " + name + " is unknown.",
                            "Options are --model MODEL and --port PORT. A setting is written as --magibu.server.max-texts=100.");
                }
                settings.add(arguments[i]);
            } else if (equals >= 0) {
                settings.add(setting + arguments[i].substring(equals));
            } else if (i + 1 < arguments.length && !arguments[i + 1].startsWith("--")) {
                settings.add(setting + "=" + arguments[++i]);
            } else {
                throw new StartFailure("The option " + name + " has no value.", "Write it as " + name + " VALUE.");
            }
        }
        return settings.toArray(String[]::new);
    }
}
