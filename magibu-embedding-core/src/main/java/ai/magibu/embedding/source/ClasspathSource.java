package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import ai.magibu.embedding.internal.folder.ModelFiles;
import ai.magibu.hub.HubException;
import ai.magibu.hub.internal.Arguments;
import ai.magibu.hub.internal.CacheLock;
import ai.magibu.hub.internal.FileTree;
import ai.magibu.hub.internal.SafeNames;
import ai.magibu.hub.internal.TrustedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of the class path. A jar may not list the folder, so the files are found by following their names. Each call of {@code
 * resolve} reads them once for their hash, which names the folder for the extracted files.
 *
 * @param prefix the folder's name, with a slash at its end
 */
record ClasspathSource(String prefix, String written) implements ModelSource {

    static final String PREFIX = "classpath:";

    private static final Logger log = LoggerFactory.getLogger(ClasspathSource.class);
    private static final int KEY_LENGTH = 32;

    static ClasspathSource of(String folder, String written) {
        String name = folder.replaceAll("^/+|/+$", "");
        if (!SafeNames.isInside(name)) {
            throw new IllegalArgumentException("\"" + folder + "\" is not a folder of the class path: write classpath:/models/x/");
        }
        return new ClasspathSource(name + "/", written);
    }

    @Override
    public ResolvedModel resolve(ModelParts parts, Path cacheDirectory) {
        Arguments.requireSet("parts", parts);
        Arguments.requireSet("cacheDirectory", cacheDirectory);
        ClassLoader loader = loader();
        Path inPlace = inPlace(loader.getResource(prefix + ModelFiles.MODULES));
        return new ResolvedModel(written, null, inPlace == null ? extract(loader, parts, cacheDirectory) : inPlace);
    }

    private ClassLoader loader() {
        ClassLoader own = ClasspathSource.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        for (ClassLoader loader : context == null ? List.of(own) : List.of(context, own)) {
            if (loader.getResource(prefix + ModelFiles.MODULES) != null) {
                return loader;
            }
        }
        throw new ModelSourceException(
                "the class path has no " + prefix + ModelFiles.MODULES + ", so there is no model at " + written
                        + "; check the folder's name and that the jar that carries it is a dependency at run time");
    }

    private static @Nullable Path inPlace(URL modules) {
        try {
            return modules.getProtocol().equals("file") ? Path.of(modules.toURI()).getParent() : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private Path extract(ClassLoader loader, ModelParts parts, Path cacheDirectory) {
        ClasspathFiles files = new ClasspathFiles(loader, prefix);
        try {
            ModelFiles.fetch(written, files, parts == ModelParts.ALL);
        } catch (HubException e) {
            throw HubSource.translated(e);
        }
        Set<String> names = files.names();
        String key = files.digest().substring(0, KEY_LENGTH);
        Path extracted = cacheDirectory.resolve("classpath");
        Path folder = extracted.resolve(key);
        TrustedFolder trusted = TrustedFolder.cache(cacheDirectory);
        try {
            requireTrusted(trusted, folder, names);
            if (files.damage(folder) == null) { // without a lock, so that a read-only cache serves too
                return folder;
            }
            trusted.create(extracted);
            CacheLock lock = CacheLock.acquire(extracted.resolve(key + ".lock"));
            try {
                if (files.damage(folder) != null) {
                    copy(loader, files, names, extracted.resolve(key + ".tmp"), folder, trusted);
                }
            } finally {
                lock.close();
            }
            return folder;
        } catch (IOException e) {
            throw new ModelSourceException(
                    Reason.STORAGE,
                    "the model " + written + " cannot be extracted to " + extracted + " (" + e
                            + "); check permissions and free space, or set another cache folder",
                    e);
        }
    }

    private void requireTrusted(TrustedFolder trusted, Path folder, Set<String> names) throws IOException {
        for (String name : names) {
            String problem = trusted.problem(folder.resolve(name));
            if (problem != null) {
                throw new ModelSourceException(
                        Reason.STORAGE, "the model " + written + " in the cache is not used: " + problem + "; delete it, or set another"
                                + " cache folder");
            }
        }
    }

    private void copy(
            ClassLoader loader, ClasspathFiles files, Set<String> names, Path temporary, Path folder, TrustedFolder trusted)
            throws IOException {
        FileTree.delete(temporary); // the rest of an interrupted extraction
        try {
            for (String name : names) {
                Path file = temporary.resolve(name);
                trusted.create(Objects.requireNonNull(file.getParent()));
                try (InputStream in = loader.getResourceAsStream(prefix + name)) {
                    if (in == null) {
                        throw new IOException(prefix + name + " has disappeared from the class path");
                    }
                    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            String damage = files.damage(temporary);
            if (damage != null) {
                throw new IOException("the class path has changed since its files were hashed, or the copy failed: " + damage);
            }
            FileTree.delete(folder); // a damaged one
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTree.delete(temporary);
        }
        log.info("Extracted {} to {}", written, folder);
    }

    @Override
    public String toString() {
        return written;
    }

    private Object writeReplace() {
        return new SerializedSource(SerializedSource.Kind.CLASSPATH, prefix, null, written);
    }
}
