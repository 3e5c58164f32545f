package ai.magibu.spark;

import ai.magibu.embedding.MagibuEmbedder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of this JVM, which is an executor or, in local mode, the driver. Tasks share them. One that no task has used for {@code
 * spark.magibu.keepIdle} is closed, so that a long-lived cluster gets its memory back.
 */
final class ExecutorModels {

    private static final Logger log = LoggerFactory.getLogger(ExecutorModels.class);

    private static final String KEEP_IDLE = "spark.magibu.keepIdle";

    /** Guards itself, and the users and the closing of every entry. */
    private static final Map<LoadSettings, Entry> MODELS = new HashMap<>();

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "magibu-idle-models");
        thread.setDaemon(true);
        return thread;
    });

    private static final class Entry {
        private @Nullable MagibuEmbedder embedder; // loaded under the entry's own lock, so that tasks with other settings do not wait
        private int users;
        private @Nullable ScheduledFuture<?> closing;
    }

    private ExecutorModels() {}

    /**
     * Loads a model, unless another task has done so. It is in use until the running task ends; outside of a task, for which Spark has
     * no end, it is kept as long as an idle one.
     */
    static MagibuEmbedder use(LoadSettings settings) {
        TaskContext task = TaskContext.get();
        LoadSettings key = settings.in(task);
        long keepIdle = SparkEnv.get().conf().getTimeAsSeconds(KEEP_IDLE, "5min");
        Entry entry = enter(key);
        try {
            MagibuEmbedder embedder = load(entry, key);
            if (task == null) {
                leave(key, entry, keepIdle);
            } else {
                task.addTaskCompletionListener(new TaskCompletionListener() { // a lambda would be ambiguous
                    @Override
                    public void onTaskCompletion(TaskContext context) {
                        leave(key, entry, keepIdle);
                    }
                });
            }
            return embedder;
        } catch (RuntimeException | Error e) {
            leave(key, entry, keepIdle);
            throw e;
        }
    }

    private static Entry enter(LoadSettings key) {
        synchronized (MODELS) {
            Entry entry = MODELS.computeIfAbsent(key, settings -> new Entry());
            entry.users++;
            if (entry.closing != null) {
                entry.closing.cancel(false);
                entry.closing = null;
            }
            return entry;
        }
    }

    private static MagibuEmbedder load(Entry entry, LoadSettings key) {
        synchronized (entry) {
            if (entry.embedder == null) {
                entry.embedder = MagibuEmbedder.load(key.onThisMachine(), List.of());
                log.info("Loaded {} in {} ms", key, entry.embedder.loadTime().toMillis());
            }
            return entry.embedder;
        }
    }

    private static void leave(LoadSettings key, Entry entry, long keepIdle) {
        synchronized (MODELS) {
            entry.users--;
            if (entry.users == 0) {
                entry.closing = TIMER.schedule(() -> closeIfIdle(key, entry), keepIdle, TimeUnit.SECONDS);
            }
        }
    }

    private static void closeIfIdle(LoadSettings key, Entry entry) {
        synchronized (MODELS) {
            if (entry.users > 0) {
                return;
            }
            MODELS.remove(key, entry);
        }
        synchronized (entry) {
            if (entry.embedder != null) {
                entry.embedder.close();
                log.info("Closed {}, which no task used", key);
            }
        }
    }

    /** Returns the number of models that are loaded or kept. */
    static int count() {
        synchronized (MODELS) {
            return MODELS.size();
        }
    }
}
