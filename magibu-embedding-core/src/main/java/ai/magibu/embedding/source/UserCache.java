package ai.magibu.embedding.source;

import java.nio.file.Path;
import java.util.Locale;

/** The user's cache directory as the platform has it. */
public final class UserCache {

    private UserCache() {}

    /**
     * {@code $XDG_CACHE_HOME/magibu} or {@code ~/.cache/magibu}, {@code ~/Library/Caches/magibu} on macOS, {@code
     * %LOCALAPPDATA%\magibu} on Windows; in the temporary directory for a user without a home.
     */
    public static Path directory() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = home();
        Path base;
        if (os.startsWith("windows")) {
            base = environment("LOCALAPPDATA", home.resolve("AppData").resolve("Local"));
        } else if (os.startsWith("mac")) {
            base = home.resolve("Library").resolve("Caches");
        } else {
            base = environment("XDG_CACHE_HOME", home.resolve(".cache"));
        }
        return base.resolve("magibu");
    }

    /** In a container, a user without an entry in the password file has the home "?". */
    static Path home() {
        String home = System.getProperty("user.home", "");
        return home.isBlank() || home.equals("?") ? Path.of(System.getProperty("java.io.tmpdir")) : Path.of(home);
    }

    private static Path environment(String name, Path otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : Path.of(value);
    }
}
