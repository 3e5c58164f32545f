package ai.magibu.embedding.internal.natives;

import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.internal.natives.NativeBundle.Library;
import ai.magibu.hub.internal.TrustedFolder;
import ai.magibu.hub.internal.UserCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Unpacks libraries into a folder that no other user can write, and checks what is there already. */
final class NativeFolder {

    static final String PROPERTY = "magibu.natives";
    static final String VARIABLE = "MAGIBU_NATIVES";
    static final String REMEDY = "set the system property " + PROPERTY + " or the environment variable " + VARIABLE + " to a folder";

    private static final Logger log = LoggerFactory.getLogger(NativeFolder.class);

    private NativeFolder() {}

    /**
     * Returns the folder with the bundle's libraries; unpacks them if they are not there yet.
     *
     * @throws InferenceException if the folder cannot be trusted or written; the message says what to do
     */
    static Path unpacked(NativeBundle bundle) {
        Path configured = configured();
        Path base = configured == null ? UserCache.directory().resolve("natives") : configured;
        TrustedFolder trusted = new TrustedFolder(base, configured != null);
        Path folder = base.resolve(bundle.key());
        try {
            for (Library library : bundle.libraries()) {
                Path file = folder.resolve(library.file());
                String problem = trusted.problem(file);
                if (problem != null) {
                    throw new InferenceException(
                            "native libraries are not loaded from " + folder + ": " + problem + "; delete it, or " + REMEDY
                                    + " that only you or root can write",
                            null);
                }
                if (!isComplete(file, library)) {
                    trusted.create(folder);
                    write(bundle, library, file);
                }
            }
            return folder;
        } catch (IOException e) {
            throw cannotWrite(bundle, folder, e);
        }
    }

    /** Returns a copy for one class loader, because a JVM loads a file for one class loader only. The caller deletes it after loading. */
    static Path fresh(NativeBundle bundle) {
        Path configured = configured();
        Path base = configured == null ? UserCache.directory().resolve("natives") : configured;
        Path folder = base.resolve(bundle.key() + "." + UUID.randomUUID());
        try {
            folder = isLasting() && Files.isWritable(base) ? folder : Files.createTempDirectory("magibu-natives-");
            new TrustedFolder(base, configured != null).create(folder);
            for (Library library : bundle.libraries()) {
                write(bundle, library, folder.resolve(library.file()));
            }
            return folder;
        } catch (IOException e) {
            throw cannotWrite(bundle, folder, e);
        }
    }

    /** Returns whether the libraries stay for the next process. */
    static boolean isLasting() {
        return configured() != null || !UserCache.isTemporary();
    }

    private static @Nullable Path configured() {
        String value = System.getProperty(PROPERTY, "");
        if (value.isBlank()) {
            value = System.getenv(VARIABLE);
        }
        return value == null || value.isBlank() ? null : Path.of(value).toAbsolutePath();
    }

    private static boolean isComplete(Path file, Library library) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != library.bytes()) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return NativeBundle.matches(library, in);
        }
    }

    /** Under a temporary name first: another process may look at the same moment. */
    private static void write(NativeBundle bundle, Library library, Path file) throws IOException {
        Path temporary = file.resolveSibling(library.file() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (InputStream in = bundle.open(library)) {
                Files.copy(in, temporary);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        log.debug("Unpacked {}", file);
    }

    private static InferenceException cannotWrite(NativeBundle bundle, Path folder, IOException e) {
        boolean full = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("space left");
        long megabytes = bundle.libraries().stream().mapToLong(Library::bytes).sum() / 1_000_000 + 1;
        return new InferenceException(
                "the native libraries of " + bundle.name() + " cannot be unpacked to " + folder + ": " + e + ". "
                        + (full
                                ? "Make room for " + megabytes + " MB there, or " + REMEDY + " on another disk"
                                : "Make the folder writable, or " + REMEDY + " that is writable or holds the libraries already"),
                e);
    }
}
