package ai.magibu.adaptation.internal.train;

import ai.magibu.evaluation.internal.file.AtomicFile;
import ai.magibu.hub.internal.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;

/**
 * The hashes of a checkpoint's files, in the format of {@code sha256sum}. Without them a bit that changed on the disk would give other
 * weights without a word.
 */
final class Checksums {

    static final String FILE = "SHA256SUMS";

    private Checksums() {}

    /** Writes the hashes of files of a folder. */
    static void write(Path folder, List<String> files) throws IOException {
        AtomicFile.replace(folder.resolve(FILE), of(folder, files).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IOException if one of the files is not what was written */
    static void require(Path folder, List<String> files) throws IOException {
        if (!Files.readString(folder.resolve(FILE), StandardCharsets.ISO_8859_1).equals(of(folder, files))) {
            throw new IOException("its files are not what was written; the hashes in " + FILE + " are others");
        }
    }

    private static String of(Path folder, List<String> files) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String file : files) {
            lines.append(hash(folder.resolve(file))).append("  ").append(file).append('\n');
        }
        return lines.toString();
    }

    private static String hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file); DigestInputStream hashed = new DigestInputStream(in, Digests.sha256())) {
            hashed.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(hashed.getMessageDigest().digest());
        }
    }
}
