package ai.magibu.hub;

/**
 * The state of a file's download.
 *
 * @param repository {@code owner/name}, with {@code @revision} unless it is the main branch
 * @param file its name in the repository
 * @param bytes the size of the part on this machine, including that of an earlier attempt
 * @param size the size of the whole file in bytes; −1 if the hub does not say
 * @param finished whether the file is complete, checked and in its place
 */
public record DownloadProgress(String repository, String file, long bytes, long size, boolean finished) {}
