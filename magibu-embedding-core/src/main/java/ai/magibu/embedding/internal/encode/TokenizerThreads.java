package ai.magibu.embedding.internal.encode;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that tokenize. A pool of the embedder's own: the common pool belongs to the application. */
final class TokenizerThreads {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TokenizerThreads() {}

    static ForkJoinPool create() {
        return new ForkJoinPool(Runtime.getRuntime().availableProcessors(), TokenizerThreads::thread, null, true);
    }

    private static ForkJoinWorkerThread thread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = new ForkJoinWorkerThread(pool) {};
        thread.setName("magibu-tokenize-" + NUMBER.incrementAndGet());
        thread.setContextClassLoader(TokenizerThreads.class.getClassLoader());
        return thread;
    }
}
