package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model's files on the class path; each is read once, for the hash over all of them. */
final class ClasspathFiles implements FileStore {

    private final ClassLoader loader;
    private final String prefix;
    private final MessageDigest all = ContentHash.digest("SHA-256");
    private final Map<String, FileSum> sums = new HashMap<>();

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
            FileSum sum = FileSum.of(in);
            sums.put(name, sum);
            all.update((name + '\0').getBytes(StandardCharsets.UTF_8));
            all.update(HexFormat.of().parseHex(sum.sha256()));
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

    /** Returns what is wrong with copies of the files that were fetched; null if nothing is. */
    @Nullable String damage(Path folder) throws IOException {
        for (Map.Entry<String, FileSum> each : sums.entrySet()) {
            String damage = each.getValue().damage(folder.resolve(each.getKey()));
            if (damage != null) {
                return damage;
            }
        }
        return null;
    }

    /** In hexadecimal; over the names and contents of all that was fetched. */
    String digest() {
        return HexFormat.of().formatHex(all.digest());
    }
}
