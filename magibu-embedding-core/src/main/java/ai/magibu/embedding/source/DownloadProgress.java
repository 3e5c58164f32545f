package ai.magibu.embedding.source;

/**
 * How the download of a file goes.
 *
 * @param model as the user wrote it
 * @param file its name in the repository
 * @param bytes what is on this machine, the part of an earlier attempt included
 * @param size of the whole file in bytes; −1 if the hub does not say
 * @param finished whether the file is complete, checked and in its place
 */
public record DownloadProgress(String model, String file, long bytes, long size, boolean finished) {}
