package ai.magibu.hub;

import ai.magibu.hub.HubException.Reason;
import ai.magibu.hub.internal.Arguments;
import ai.magibu.hub.internal.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Something in a cache that can be deleted. It is downloaded or created again when it is needed.
 *
 * @param what a description
 * @param paths files, links, and folders with their contents, in the order of their deletion
 * @param bytes the space that the deletion frees
 */
public record CacheRemoval(String what, List<Path> paths, long bytes) {

    /**
     * Deletes the paths.
     *
     * @throws HubException if a path cannot be deleted; those before it are deleted then
     */
    public void execute() {
        for (Path path : paths) {
            try {
                FileTree.delete(path);
            } catch (IOException e) {
                throw new HubException(Reason.STORAGE, path + " cannot be deleted: " + e, e);
            }
        }
    }

    /**
     * Returns a removal of those paths, with the bytes that they take. Missing paths take none.
     *
     * @throws HubException if a path cannot be read
     */
    public static CacheRemoval of(String what, List<Path> paths) {
        Arguments.requireSet("what", what);
        long bytes = 0;
        for (Path path : Arguments.requireSet("paths", paths)) {
            try {
                bytes += FileTree.bytes(path);
            } catch (IOException | UncheckedIOException e) {
                throw new HubException(Reason.STORAGE, path + " cannot be read: " + e, e);
            }
        }
        return new CacheRemoval(what, List.copyOf(paths), bytes);
    }
}
