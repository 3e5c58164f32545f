package ai.magibu.hub.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The user's cache folder, as the platform defines it. */
public final class UserCache {

    private static final Logger log = LoggerFactory.getLogger(UserCache.class);

    private static @Nullable Path temporary;
    private static boolean announced;

    private UserCache() {}

    /**
     * Returns {@code $XDG_CACHE_HOME/magibu} or {@code ~/.cache/magibu}, {@code ~/Library/Caches/magibu} on macOS, {@code
     * %LOCALAPPDATA%\magibu} on Windows. If the user has no home, or the folder is missing and cannot be created, returns a
     * private folder below the temporary folder: new in each process, and deleted when the process ends. Another user
     * could have created a folder with a fixed name there.
     */
    public static Path directory() {
        Path home = home();
        Path base = base(home);
        if (base == null) {
            return temporary();
        }
        Path directory = base.resolve("magibu");
        return isUsable(directory) ? directory : temporary();
    }

    private static @Nullable Path base(@Nullable Path home) {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            return environment("LOCALAPPDATA", home == null ? null : home.resolve("AppData").resolve("Local"));
        }
        if (os.startsWith("mac")) {
            return home == null ? null : home.resolve("Library").resolve("Caches");
        }
        return environment("XDG_CACHE_HOME", home == null ? null : home.resolve(".cache"));
    }

    /** Returns the user's home; null for a user without a home. In a container, a user without a passwd entry has the home "?". */
    public static @Nullable Path home() {
        String home = System.getProperty("user.home", "");
        return home.isBlank() || home.equals("?") ? null : Path.of(home);
    }

    /** Returns whether {@link #directory()} is deleted when the process ends. */
    public static boolean isTemporary() {
        Path directory = directory();
        synchronized (UserCache.class) {
            return directory.equals(temporary);
        }
    }

    /** An existing cache may be read-only. */
    private static boolean isUsable(Path directory) {
        Path existing = TrustedFolder.existing(directory);
        return Files.isDirectory(directory) || (Files.isDirectory(existing) && Files.isWritable(existing));
    }

    /** Returns a private folder with a random name. It is created when something is written. */
    public static synchronized Path temporary() {
        if (temporary == null) {
            temporary = Path.of(System.getProperty("java.io.tmpdir"), "magibu-" + UUID.randomUUID()).toAbsolutePath();
        }
        return temporary;
    }

    /** Announces the temporary folder, and deletes it at exit. Called before a folder is created. */
    static synchronized void creating(Path folder) {
        if (temporary != null && !announced && folder.startsWith(temporary)) {
            announced = true;
            Path created = temporary;
            try {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(created), "magibu-cache-cleanup"));
            } catch (IllegalStateException e) {
                log.debug("The process is ending, and {} stays", created);
            }
            log.warn("This user's cache folder is missing and cannot be created. Downloads and compiled graphs go into {} and are"
                    + " deleted at exit; set a cache folder to keep them", created);
        }
    }

    private static void deleteQuietly(Path folder) {
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            log.debug("{} was not deleted", folder, e);
        }
    }

    private static @Nullable Path environment(String name, @Nullable Path otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : Path.of(value);
    }
}
