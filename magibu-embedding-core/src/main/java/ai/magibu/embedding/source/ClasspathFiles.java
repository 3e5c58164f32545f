package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A model's files on the class path; each is read once, for the hash over all of them. */
final class ClasspathFiles implements FileStore {

    private static final int BUFFER_BYTES = 1 << 16;

    private final ClassLoader loader;
    private final String prefix;
    private final MessageDigest all = ContentHash.digest("SHA-256");

    ClasspathFiles(ClassLoader loader, String prefix) {
        this.loader = loader;
        this.prefix = prefix;
    }

    @Override
    public boolean fetch(String name) {
        try (InputStream in = loader.getResourceAsStream(prefix + name)) {
            if (in == null) {
                return false;
            }
            MessageDigest content = ContentHash.digest("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                content.update(buffer, 0, count);
            }
            all.update((name + '\0').getBytes(StandardCharsets.UTF_8));
            all.update(content.digest());
            return true;
        } catch (IOException e) {
            throw new ModelSourceException(prefix + name + " on the class path cannot be read: " + e, e);
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        try (InputStream in = loader.getResourceAsStream(prefix + name)) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    /** In hexadecimal; over the names and contents of all that was fetched. */
    String digest() {
        return HexFormat.of().formatHex(all.digest());
    }
}
