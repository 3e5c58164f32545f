package ai.magibu.embedding.internal.natives;

import ai.magibu.embedding.api.InferenceException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the one remedy that fits a failure to load a native library. */
final class LoadFailure {

    private LoadFailure() {}

    static InferenceException of(String what, Throwable failure) {
        String reason = reason(failure);
        return new InferenceException(what + " cannot be loaded: " + reason + ". " + remedy(reason), failure);
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static String remedy(String reason) {
        if (isMusl()) {
            return "This system uses musl (Alpine), and there are no libraries for it: use one with glibc, such as Debian or Ubuntu";
        }
        if (reason.contains("already loaded in another classloader")) {
            return "Put the jars of DJL and ONNX Runtime beside Magibu's, or all of them into the class loader that the applications share";
        }
        if (reason.contains("failed to map segment") || reason.contains("Operation not permitted")) {
            return "The folder's file system is mounted noexec: " + NativeFolder.REMEDY + " on one that allows execution";
        }
        if (reason.contains("GLIBC") || reason.contains("GLIBCXX")) {
            return "This system's C or C++ library is too old: use a newer distribution";
        }
        if (reason.contains("cannot open shared object file")) {
            return "Install the library that is missing (libstdc++.so.6 is in the package libstdc++6 or libstdc++)";
        }
        if (reason.contains("space left")) {
            return "Make room there, or " + NativeFolder.REMEDY + " on another disk";
        }
        if (reason.contains("Shutdown in progress")) {
            return "The process is ending";
        }
        if (reason.contains("Could not initialize class")) {
            return "An earlier attempt in this process failed; its exception gives the cause";
        }
        return "If the file is damaged, delete its folder; or " + NativeFolder.REMEDY + " that is writable";
    }

    private static boolean isMusl() {
        return Files.exists(Path.of("/lib/ld-musl-x86_64.so.1")) && !Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
                || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1")) && !Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
    }
}
