package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import ai.magibu.hub.RepositoryFiles;
import ai.magibu.hub.internal.Digests;
import ai.magibu.hub.internal.FileSum;
import ai.magibu.hub.internal.SafeNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model's files on the class path. Each is read once, for the hash over all of them. */
final class ClasspathFiles implements RepositoryFiles {

    private final ClassLoader loader;
    private final String prefix;
    private final MessageDigest all = Digests.sha256();
    private final Map<String, FileSum> sums = new LinkedHashMap<>();

    ClasspathFiles(ClassLoader loader, String prefix) {
        this.loader = loader;
        this.prefix = prefix;
    }

    @Override
    public boolean fetch(String name) {
        if (!SafeNames.isInside(name)) {
            throw new ModelSourceException(
                    Reason.INTEGRITY,
                    "the model in " + prefix + " on the class path names the file \"" + SafeNames.printable(name)
                            + "\", which is not a path inside the model");
        }
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
            throw unreadable(name, e);
        }
    }

    @Override
    public byte[] read(String name) {
        try (InputStream in = loader.getResourceAsStream(prefix + name)) {
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private ModelSourceException unreadable(String name, IOException e) {
        return new ModelSourceException(prefix + name + " on the class path cannot be read: " + e, e);
    }

    /** Returns the names of the files that were fetched, in that order. */
    Set<String> names() {
        return sums.keySet();
    }

    /** Returns the first difference between the fetched files and copies of them; null if they are equal. */
    @Nullable
    String damage(Path folder) throws IOException {
        for (Map.Entry<String, FileSum> each : sums.entrySet()) {
            String damage = each.getValue().damage(folder.resolve(each.getKey()));
            if (damage != null) {
                return damage;
            }
        }
        return null;
    }

    /** Returns a hash over the names and contents of all fetched files, in hexadecimal. */
    String digest() {
        return HexFormat.of().formatHex(all.digest());
    }
}
