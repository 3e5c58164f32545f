package ai.magibu.hub;

import org.jspecify.annotations.Nullable;

/**
 * A file in a repository, as the hub announces it.
 *
 * @param commit the commit that has the file
 * @param name its path in the repository
 * @param hash the hash of its content, which names it in the cache
 * @param size the size in bytes; −1 if the hub does not say
 * @param gitId git's hash of the file, or of the pointer to a large one; null if it is unknown
 */
record RemoteFile(String commit, String name, ContentHash hash, long size, @Nullable String gitId) {}
