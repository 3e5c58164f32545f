package ai.magibu.hub;

/** Receives the state of each file's download: at its start, after each piece, and at its end. */
@FunctionalInterface
public interface DownloadListener {

    /** Called in the thread that downloads, which waits until it returns. */
    void onProgress(DownloadProgress progress);

    /** Returns the default listener: a line in the log every few seconds, and one at the end of each large file. */
    static DownloadListener logging() {
        return new LoggedProgress(System::nanoTime);
    }
}
