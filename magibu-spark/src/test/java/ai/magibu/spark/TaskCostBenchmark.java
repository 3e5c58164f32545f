package ai.magibu.spark;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Measures Spark's own cost: CPU seconds of two tasks that embed and write Parquet, against those of two threads that embed the same
 * texts with the library, alternately in one JVM. Arguments: the model's folder, the texts of a task, the rounds. CONTRIBUTING.md has
 * the command.
 */
final class TaskCostBenchmark {

    private static final int TASKS = 2;
    private static final int TOKENS = 128;

    private TaskCostBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String model = arguments[0];
        int textsOfATask = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        SparkSession spark = LocalSpark.session();
        AtomicLong taskNanos = new AtomicLong();
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                taskNanos.addAndGet(end.taskMetrics().executorCpuTime());
            }
        });
        try (MagibuEmbedder library = MagibuEmbedder.builder().model(Path.of(model)).threads(1).load()) {
            List<String> texts = texts(library, TASKS * textsOfATask);
            MagibuEmbedding stage = new MagibuEmbedding().setModel(model).setInputCol("text").setThreads(1);
            Dataset<Row> rows = rows(texts);
            for (int round = 0; round <= rounds; round++) {
                long start = System.nanoTime();
                double plain = plain(library, round == 0 ? texts.subList(0, 32) : texts);
                double plainWall = (System.nanoTime() - start) / 1e9;
                taskNanos.set(0);
                start = System.nanoTime();
                stage.transform(round == 0 ? rows.limit(32) : rows).write().mode("overwrite").parquet("target/task-cost.parquet");
                double wall = (System.nanoTime() - start) / 1e9;
                spark.sparkContext().listenerBus().waitUntilEmpty();
                double tasks = taskNanos.get() / 1e9;
                if (round > 0) {
                    System.out.printf(Locale.ROOT, "round %d: library %.2f CPU s (%.1f s), Spark's tasks %.2f CPU s (%.1f s): %.3f%n",
                            round, plain, plainWall, tasks, wall, tasks / plain);
                }
            }
        }
        spark.stop();
    }

    private static double plain(MagibuEmbedder library, List<String> texts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(TASKS);
        List<Future<Long>> parts = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            List<String> part = texts.subList(i * texts.size() / TASKS, (i + 1) * texts.size() / TASKS);
            parts.add(threads.submit(() -> {
                long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                long dimensions = library.embed(part.stream().map(Passage::of), EncodeOptions.of(Prompt.DOCUMENT))
                        .mapToLong(embedding -> embedding.vector().length).sum();
                return dimensions == 0 ? 0 : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
            }));
        }
        long nanos = 0;
        for (Future<Long> part : parts) {
            nanos += part.get();
        }
        threads.shutdown();
        return nanos / 1e9;
    }

    private static Dataset<Row> rows(List<String> texts) {
        List<Row> rows = new ArrayList<>();
        texts.forEach(text -> rows.add(RowFactory.create(rows.size(), text)));
        StructType schema = new StructType().add("id", "int").add("text", "string");
        return LocalSpark.session().createDataFrame(
                new org.apache.spark.api.java.JavaSparkContext(LocalSpark.session().sparkContext()).parallelize(rows, TASKS), schema);
    }

    /** Texts of about 128 tokens, with the prompt. */
    private static List<String> texts(MagibuEmbedder library, int count) {
        String[] words = "Boğaz İstanbul'un iki yakasını ayırır ve ılık rüzgârlarıyla bilinir çok eski zamanlardan beri".split(" ");
        Random random = new Random(3);
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            StringBuilder text = new StringBuilder();
            while (library.countTokens(Passage.of(text.toString()), Prompt.DOCUMENT) < TOKENS) {
                text.append(words[random.nextInt(words.length)]).append(' ');
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
