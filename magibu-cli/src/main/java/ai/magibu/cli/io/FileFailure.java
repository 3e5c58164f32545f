package ai.magibu.cli.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** A file or stream cannot be read, written or used. The message names it and the reason. */
public final class FileFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private FileFailure(String message, @Nullable IOException cause) {
        super(message, cause);
    }

    public static FileFailure of(String message) {
        return new FileFailure(message, null);
    }

    public static FileFailure reading(String what, IOException cause) {
        return new FileFailure("cannot read " + what + ": " + reason(cause), cause);
    }

    public static FileFailure writing(String what, IOException cause) {
        return new FileFailure("cannot write " + what + ": " + reason(cause), cause);
    }

    /** The JDK's file exceptions carry the path as their message, and the reason in their type. */
    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (cause instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
