package ai.magibu.it.spark;

import ai.magibu.spark.MagibuEmbedding;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Embeds the files of a folder that earlier runs did not embed. Prints a line for each micro-batch, and at last the rows, the different
 * rows and the vectors of the output.
 *
 * <p>Arguments: a folder to write to, and the number of the micro-batch after which the process ends without notice; -1 for none.
 */
public final class EmbedNewFiles {

    private static final int FILES = 12;
    private static final int ROWS = 300;

    private EmbedNewFiles() {}

    public static void main(String[] arguments) throws Exception {
        String folder = arguments[0];
        int last = Integer.parseInt(arguments[1]);
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            if (last >= 0) {
                spark.range(0, ROWS, 1, FILES).selectExpr("id", "concat('Boğaz ', id) text").write().parquet(folder + "/in");
            }
            AtomicBoolean armed = new AtomicBoolean();
            spark.streams().addListener(new Batches(last, armed));
            spark.sparkContext().addSparkListener(new Halt(armed));
            embedNew(spark, folder);
            Row counts = spark.read().parquet(folder + "/out").selectExpr("count(*)", "count(distinct id)", "count(embedding)").first();
            System.out.println("RESULT " + counts.mkString(" "));
        }
    }

    private static void embedNew(SparkSession spark, String folder) throws TimeoutException, StreamingQueryException {
        Dataset<Row> passages = spark.readStream().schema("id LONG, text STRING").option("maxFilesPerTrigger", 3).parquet(folder + "/in");
        StreamingQuery query = new MagibuEmbedding().setModel("files:magibu").setInputCol("text").transform(passages)
                .writeStream()
                .format("parquet")
                .option("path", folder + "/out")
                .option("checkpointLocation", folder + "/checkpoint")
                .trigger(Trigger.AvailableNow())
                .start();
        query.awaitTermination();
    }

    /** Ends the process when a task of the micro-batch after the last one has ended. */
    private static final class Halt extends SparkListener {

        private final AtomicBoolean armed;

        private Halt(AtomicBoolean armed) {
            this.armed = armed;
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            if (armed.get()) {
                Runtime.getRuntime().halt(137);
            }
        }
    }

    private static final class Batches extends StreamingQueryListener {

        private final int last;
        private final AtomicBoolean armed;

        private Batches(int last, AtomicBoolean armed) {
            this.last = last;
            this.armed = armed;
        }

        @Override
        public void onQueryStarted(QueryStartedEvent started) {}

        @Override
        public void onQueryProgress(QueryProgressEvent progress) {
            System.out.println("BATCH " + progress.progress().batchId());
            armed.compareAndSet(false, progress.progress().batchId() == last);
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent terminated) {}
    }
}
