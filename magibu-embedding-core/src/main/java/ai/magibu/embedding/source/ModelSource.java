package ai.magibu.embedding.source;

import ai.magibu.embedding.internal.folder.ModelFiles;
import ai.magibu.hub.DownloadListener;
import ai.magibu.hub.HubSettings;
import ai.magibu.hub.internal.Arguments;
import ai.magibu.hub.internal.UserCache;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * The source of a model. {@link Object#toString()} gives it as it was written. Immutable; nothing is read or fetched before
 * {@link #resolve()}.
 *
 * <p>The serial form keeps the kind of source, with an absolute path for a folder. Another machine reads it with the hub, the token
 * and the cache of its own environment.
 */
public sealed interface ModelSource extends Serializable permits FolderSource, ClasspathSource, HubSource {

    /** Returns a SentenceTransformers folder on this machine: the folder that contains {@code modules.json}. */
    static ModelSource folder(Path directory) {
        return new FolderSource(Arguments.requireSet("directory", directory), directory.toString());
    }

    /**
     * Returns the main branch of a repository of the Hugging Face hub, such as {@code alibayram/embeddingmagibu-200m}.
     *
     * @throws IllegalArgumentException if it is not {@code owner/name}
     */
    static ModelSource hub(String repository) {
        return HubSource.of(repository, null, HubSettings.fromEnvironment());
    }

    /**
     * Returns a revision of a repository of the Hugging Face hub.
     *
     * @param revision a branch, a tag or a commit. A full commit hash is the only one that never changes, and needs no request
     *     once its files are in the cache
     * @throws IllegalArgumentException if the repository is not {@code owner/name}, or no revision can have that name
     */
    static ModelSource hub(String repository, String revision) {
        return HubSource.of(repository, Arguments.requireSet("revision", revision), HubSettings.fromEnvironment());
    }

    /**
     * Returns a folder of the class path, such as {@code models/x}. A folder on disk is used in place; one in a jar is extracted once
     * into the cache folder. The thread's context class loader is asked first, then this library's.
     *
     * @throws IllegalArgumentException if it is not a path inside the class path
     */
    static ModelSource classpath(String folder) {
        return ClasspathSource.of(Arguments.requireSet("folder", folder), ClasspathSource.PREFIX + folder);
    }

    /**
     * Returns the model that a setting describes: the first of these that fits.
     *
     * <ol>
     *   <li>{@code classpath:/models/x/}: {@link #classpath(String)};
     *   <li>the path of a folder that exists, whatever it looks like; {@code ~/} is the user's home;
     *   <li>{@code file:/models/x}: that folder;
     *   <li>the address of a model's page, such as {@code https://huggingface.co/owner/name} or {@code …/owner/name/tree/revision},
     *       at Hugging Face or at the configured hub: {@link #hub(String, String)} at the configured hub;
     *   <li>{@code owner/name} or {@code owner/name@revision}: {@link #hub(String, String)};
     *   <li>any other path, for which {@link #resolve()} says that the folder is missing. A text that starts with {@code .},
     *       {@code /}, {@code ~} or a drive, has a backslash, or has other than one slash before the {@code @} is always a path
     *       and never sought on the hub.
     * </ol>
     *
     * @throws IllegalArgumentException if it is blank, another URL, or neither a path nor a valid id of the hub
     */
    static ModelSource parse(String text) {
        return parse(text, HubSettings.fromEnvironment());
    }

    /** Does the same as {@link #parse(String)}, with the hub, the token and the cache of those settings. */
    static ModelSource parse(String text, HubSettings hub) {
        return SourceParser.parse(text, Arguments.requireSet("hub", hub));
    }

    /** Returns this source with a listener for its downloads. The default listener writes to the log every few seconds. */
    default ModelSource withDownloadListener(DownloadListener listener) {
        Arguments.requireSet("listener", listener);
        return this;
    }

    /**
     * Returns the model's files on this machine. They are downloaded or extracted if they are not there yet.
     *
     * @throws ai.magibu.embedding.api.ModelSourceException if that fails
     */
    default ResolvedModel resolve() {
        return resolve(ModelParts.ALL, UserCache.directory());
    }

    /**
     * Does the same as {@link #resolve()}, with part of the files and another cache folder.
     *
     * @param cacheDirectory the folder for files from a jar; files from a hub go into the hub's own cache
     */
    ResolvedModel resolve(ModelParts parts, Path cacheDirectory);
}
