package ai.magibu.embedding.source;

/** Is told how the download of a file goes: at its start, after each piece, and at its end. */
@FunctionalInterface
public interface DownloadListener {

    /** Called in the thread that resolves the model; should return soon. */
    void onProgress(DownloadProgress progress);

    /** The default: a line in the log every few seconds, and one at the end of each large file. */
    static DownloadListener logging() {
        return new LoggedProgress(System::nanoTime);
    }
}
