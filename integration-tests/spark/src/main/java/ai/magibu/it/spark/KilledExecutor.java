package ai.magibu.it.spark;

import ai.magibu.spark.MagibuEmbedding;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Ends an executor without notice, as the operating system does when memory is short. */
final class KilledExecutor {

    private static final int TASKS = 12;
    private static final int ROWS = 480;

    private final SparkSession spark;
    private final Path folder;

    KilledExecutor(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    private static final class Killer extends SparkListener {

        private final AtomicInteger finished = new AtomicInteger();
        private final AtomicInteger unfinished = new AtomicInteger();
        private final AtomicInteger removed = new AtomicInteger();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            if (!task.reason().equals(Success$.MODULE$)) {
                unfinished.incrementAndGet();
            } else if (finished.incrementAndGet() == 3) {
                executor().destroyForcibly();
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
            removed.incrementAndGet();
        }

        private static ProcessHandle executor() {
            return ProcessHandle.current().descendants()
                    .filter(process -> process.info().arguments().stream().flatMap(Arrays::stream)
                            .anyMatch("org.apache.spark.executor.CoarseGrainedExecutorBackend"::equals))
                    .findFirst()
                    .orElseThrow();
        }
    }

    void everyRowIsWrittenOnce() throws Exception {
        Killer killer = new Killer();
        String path = folder.resolve("killed").toString();
        Dataset<Row> texts = spark.range(0, ROWS, 1, TASKS).selectExpr("id", "concat(id, repeat(' Boğaz ve ılık rüzgâr', 30)) text");
        spark.sparkContext().addSparkListener(killer);
        try {
            new MagibuEmbedding().setModel("files:magibu").setInputCol("text").transform(texts).write().parquet(path);
            Wait.until(() -> killer.finished.get() == TASKS && killer.removed.get() == 1,
                    () -> killer.finished + " tasks, " + killer.removed + " executors removed");
        } finally {
            spark.sparkContext().removeSparkListener(killer);
        }
        Expect.equal(killer.unfinished.get(), 1, "tasks that the dead executor had not finished");
        Row counts = spark.read().parquet(path).selectExpr("count(*)", "count(distinct id)", "count(embedding)").first();
        Expect.equal(counts.mkString(" "), ROWS + " " + ROWS + " " + ROWS, "rows, different rows, vectors");
    }
}
