package ai.magibu.spark;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Models of a JVM, shared by its tasks. */
class ExecutorModelsIT {

    private final SparkSession spark = LocalSpark.session();

    @Test
    void tasksShareAModelUntilItHasBeenIdle() throws Exception {
        Dataset<Row> texts = spark.range(0, 40, 1, 8).selectExpr("id", "concat('metin ', id) text");
        await(() -> ExecutorModels.count() == 0);

        LocalSpark.embedding().transform(texts).foreachPartition((ForeachPartitionFunction<Row>) rows -> {
            rows.forEachRemaining(row -> assertThat(row.isNullAt(2)).isFalse());
            assertThat(ExecutorModels.count()).isEqualTo(1);
        });
        LocalSpark.embedding().setDimensions(8).setPrompt("query").transform(texts).collectAsList(); // the same model

        assertThat(ExecutorModels.count()).isEqualTo(1);
        await(() -> ExecutorModels.count() == 0);
        assertThat(LocalSpark.embedding().transform(texts).filter("embedding is not null").count()).isEqualTo(40);
    }

    @Test
    void aCancelledJobFreesItsTasksAndTheModelServesOn() throws Exception {
        Dataset<Row> endless = spark.range(0, 1_000_000, 1, 2).selectExpr("id", "repeat(concat('metin ', id, ' '), 40) text");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread job = new Thread(() -> {
            spark.sparkContext().setJobGroup("endless", "a job to cancel", true);
            try {
                LocalSpark.embedding().transform(endless).write().mode("overwrite").format("noop").save();
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        job.start();
        await(() -> spark.sparkContext().statusTracker().getExecutorInfos()[0].numRunningTasks() == 2 && ExecutorModels.count() == 1);

        spark.sparkContext().cancelJobGroup("endless");
        job.join(TimeUnit.SECONDS.toMillis(10));

        assertThat(job.isAlive()).isFalse();
        assertThat(failure.get()).hasStackTraceContaining("cancelled");
        await(() -> spark.sparkContext().statusTracker().getExecutorInfos()[0].numRunningTasks() == 0);
        assertThat(LocalSpark.embedding().transform(endless.limit(4)).filter("embedding is not null").count()).isEqualTo(4);
    }

    @Test
    void outsideOfATaskAnIdleModelIsClosedToo() throws Exception {
        LoadSettings settings = new LoadSettings(
                TinyModel.folder().toString(), null, 0, 1, ai.magibu.embedding.api.Device.CPU, TinyModel.cacheDirectory().toString());

        MagibuEmbedder embedder = ExecutorModels.use(settings);

        assertThat(embedder.encode("metin")).hasSize(TinyModel.DIMENSION);
        assertThat(ExecutorModels.use(settings)).isSameAs(embedder);
        await(() -> ExecutorModels.count() == 0);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("30 seconds have passed").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
