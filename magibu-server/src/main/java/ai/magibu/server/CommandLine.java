package ai.magibu.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The options of the command line, which Spring Boot knows by other names and only as {@code --name=value}. */
final class CommandLine {

    private static final Map<String, String> SETTINGS = Map.of("--model", "--magibu.embedding.model", "--port", "--server.port");

    private CommandLine() {}

    /** Returns the arguments for Spring Boot: {@code --model X} and {@code --model=X} become a setting, others stay as they are. */
    static String[] settings(String... arguments) {
        List<String> settings = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            String name = equals < 0 ? arguments[i] : arguments[i].substring(0, equals);
            String setting = SETTINGS.get(name);
            if (setting == null) {
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
