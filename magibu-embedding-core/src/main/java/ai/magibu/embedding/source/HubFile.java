package ai.magibu.embedding.source;

/**
 * A file in a repository, as the hub announces it.
 *
 * @param commit the commit it was found at
 * @param hash of its content; the cache's name for it
 * @param size in bytes; −1 if the hub does not say
 */
record HubFile(RepositoryId repository, String commit, String name, ContentHash hash, long size) {}
