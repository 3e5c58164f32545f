package ai.magibu.cli.io;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Java reads names of files in the encoding of the locale. In the POSIX locale (of cron, systemd and small container images) that is
 * ASCII: other letters are lost before the program sees them, and a file cannot be found or gets a wrong name.
 */
public final class FileNameEncoding {

    private static final char LOST = '\uFFFD';

    private FileNameEncoding() {}

    /** Returns what to tell the user if a name was lost. */
    public static Optional<String> problem(String... args) {
        return problem(
                System.getProperty("sun.jnu.encoding", ""),
                Stream.concat(Stream.of(args), Stream.of("user.dir", "user.home").map(key -> System.getProperty(key, ""))));
    }

    public static Optional<String> problem(String encoding, Stream<String> names) {
        if (encoding.equalsIgnoreCase("UTF-8")) {
            return Optional.empty();
        }
        return names.filter(name -> name.indexOf(LOST) >= 0)
                .findFirst()
                .map(name -> "\"" + name + "\" has letters that the locale cannot express, because its encoding is " + encoding
                        + "; set the environment variable LC_ALL=C.UTF-8");
    }
}
