package ai.magibu.dev.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A cluster's password: generated at the first start, stored in a file that only its owner can read. */
record Password(String value, Path file) {

    static Password in(DataDirectory directory) {
        Path file = directory.resolve(".database-password");
        try {
            if (!Files.exists(file) || Files.size(file) == 0) {
                Files.deleteIfExists(file);
                Files.createFile(file);
                DataDirectory.setPermissions(file, "rw-------");
                Files.writeString(file, random());
            }
            return new Password(Files.readString(file), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 128 random bits. */
    static String random() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    @Override
    public String toString() {
        return "Password in " + file;
    }
}
