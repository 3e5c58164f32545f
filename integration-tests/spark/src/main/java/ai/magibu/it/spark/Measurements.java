package ai.magibu.it.spark;

import ai.magibu.spark.MagibuEmbedding;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measurements that take too long for a test. {@code kills N} ends an executor at N moments of a job. {@code memory MINUTES} samples the
 * resident memory of an executor under load. {@code cancel} takes the time that tasks and the model run on after a job was cancelled.
 */
public final class Measurements {

    private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

    private final SparkSession spark = SparkSession.builder().getOrCreate();

    private Measurements() {}

    public static void main(String[] arguments) throws Exception {
        Measurements measurements = new Measurements();
        switch (arguments[0]) {
            case "kills" -> measurements.kills(Integer.parseInt(arguments[1]), arguments[2]);
            case "memory" -> measurements.memory(Long.parseLong(arguments[1]));
            case "cancel" -> measurements.cancel();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0); // Spark leaves threads that are not daemons
    }

    private static List<ProcessHandle> executors() {
        return ProcessHandle.current().descendants()
                .filter(process -> process.info().arguments().stream().flatMap(Arrays::stream).anyMatch(EXECUTOR::equals))
                .toList();
    }

    private static MagibuEmbedding embedding() {
        return new MagibuEmbedding().setModel("files:magibu").setInputCol("text").setMaxTokens(128);
    }

    private Dataset<Row> texts(long rows, int tasks) {
        return spark.range(0, rows, 1, tasks).selectExpr("id", "concat(id, repeat(' Boğaz ve ılık rüzgâr', 30)) text");
    }

    private void kills(int times, String folder) throws Exception {
        int rows = 2_400;
        Counts counts = new Counts();
        spark.sparkContext().addSparkListener(counts);
        embedding().transform(texts(100, 4)).write().format("noop").mode("overwrite").save();
        long start = System.nanoTime();
        embedding().transform(texts(rows, 12)).write().parquet(folder + "/undisturbed");
        double undisturbed = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "without a kill: %.1f s%n", undisturbed);
        Random random = new Random(1);
        for (int i = 0; i < times; i++) {
            double moment = undisturbed * (i + random.nextDouble()) / times;
            Thread killer = new Thread(() -> {
                sleep(moment);
                executors().get(0).destroyForcibly();
            });
            killer.start();
            String path = folder + "/killed-" + i;
            MagibuEmbedding stage = embedding();
            stage.transform(texts(rows, 12)).write().parquet(path);
            killer.join();
            Row found = spark.read().parquet(path).selectExpr("count(*)", "count(distinct id)", "count(embedding)").first();
            System.out.printf(Locale.ROOT, "killed after %.2f s: rows %d, different %d, vectors %d; texts in the accumulator %s%n",
                    moment, found.getLong(0), found.getLong(1), found.getLong(2), counts.get(stage.uid() + " texts"));
            Wait.until(() -> executors().size() == 2, () -> executors().size() + " executors");
        }
    }

    private void memory(long minutes) throws IOException {
        Thread load = new Thread(() -> embedding().transform(texts(10_000_000, 2)).write().format("noop").mode("overwrite").save());
        load.setDaemon(true);
        load.start();
        long pid = executors().get(0).pid();
        List<Double> megabytes = new ArrayList<>();
        for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes); System.nanoTime() < end;) {
            sleep(10);
            megabytes.add(resident(pid));
        }
        for (int quarter = 0; quarter < 4; quarter++) {
            List<Double> part = new ArrayList<>(megabytes.subList(quarter * megabytes.size() / 4, (quarter + 1) * megabytes.size() / 4));
            Collections.sort(part);
            System.out.printf(Locale.ROOT, "quarter %d: median %.0f MB, most %.0f MB%n", quarter + 1, part.get(part.size() / 2),
                    part.get(part.size() - 1));
        }
    }

    private static double resident(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1e3;
            }
        }
        throw new IOException("no VmRSS of process " + pid);
    }

    private void cancel() throws InterruptedException {
        List<Long> ends = Collections.synchronizedList(new ArrayList<>());
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd task) {
                ends.add(System.nanoTime());
            }
        });
        for (int round = 0; round < 5; round++) {
            ends.clear();
            Thread job = new Thread(() -> {
                spark.sparkContext().setJobGroup("cancelled", "a job to cancel", true);
                try {
                    embedding().transform(texts(100_000, 2)).write().format("noop").mode("overwrite").save();
                } catch (RuntimeException e) {
                    System.out.println("the job failed: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
                }
            });
            job.start();
            sleep(20 + round);
            long cancelled = System.nanoTime();
            spark.sparkContext().cancelJobGroup("cancelled");
            job.join();
            Wait.until(() -> ends.size() == 2, () -> ends.size() + " tasks ended");
            System.out.printf(Locale.ROOT, "tasks ended after %.2f and %.2f s, the processor was free after %.2f s%n",
                    (ends.get(0) - cancelled) / 1e9, (ends.get(1) - cancelled) / 1e9, (untilFree() - cancelled) / 1e9);
        }
        System.out.println("rows afterwards: " + embedding().transform(texts(8, 2)).filter("embedding is not null").count());
    }

    /** Returns the time since which this process has used less than a fifth of a processor for 0.2 s. */
    private static long untilFree() {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        while (true) {
            long start = System.nanoTime();
            long cpu = process.getProcessCpuTime();
            sleep(0.2);
            if (process.getProcessCpuTime() - cpu < (System.nanoTime() - start) / 5) {
                return start;
            }
        }
    }

    private static void sleep(double seconds) {
        try {
            Thread.sleep((long) (seconds * 1e3));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
