package ai.magibu.embedding.internal.natives;

import ai.magibu.embedding.api.InferenceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the one remedy that fits a failure to load a native library. */
final class LoadFailure {

    /** @param sign a part of the reason */
    private record Remedy(String sign, String text) {}

    private static final String NOEXEC =
            "The folder's file system is mounted noexec: " + NativeFolder.REMEDY + " on one that allows execution";

    private static final List<Remedy> REMEDIES = List.of(
            new Remedy(
                    "already loaded in another classloader",
                    "Put the jars of DJL and ONNX Runtime next to Magibu's, or all of them into the class loader that the applications"
                            + " share"),
            new Remedy("failed to map segment", NOEXEC),
            new Remedy("Operation not permitted", NOEXEC),
            new Remedy("GLIBC", "This system's C or C++ library is too old: use a newer distribution"),
            new Remedy("cannot open shared object file",
                    "Install the library that is missing (libstdc++.so.6 is in the package libstdc++6 or libstdc++)"),
            new Remedy("space left", "Make room there, or " + NativeFolder.REMEDY + " on another disk"),
            new Remedy("Shutdown in progress", "The process is ending"),
            new Remedy("Could not initialize class", "An earlier attempt in this process failed; its exception gives the cause"),
            new Remedy("", "If the file is damaged, delete its folder; or " + NativeFolder.REMEDY + " that is writable"));

    private LoadFailure() {}

    static InferenceException of(String what, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new InferenceException(what + " cannot be loaded: " + reason + ". " + remedy(reason), failure);
    }

    private static String remedy(String reason) {
        return isMusl()
                ? "This system uses musl (Alpine), and there are no libraries for it: use one with glibc, such as Debian or Ubuntu"
                : REMEDIES.stream().filter(remedy -> reason.contains(remedy.sign)).findFirst().orElseThrow().text;
    }

    private static boolean isMusl() {
        return Files.exists(Path.of("/lib/ld-musl-x86_64.so.1")) && !Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
                || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1")) && !Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
    }
}
