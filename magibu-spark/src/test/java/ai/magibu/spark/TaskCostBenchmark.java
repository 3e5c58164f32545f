package ai.magibu.spark;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Measures Spark's own cost: CPU seconds and tokens per second of two tasks that embed and write Parquet, against two threads that embed
 * the same texts with the library, alternately in one JVM. With the jar of the command line, {@code embed} has the same texts after each
 * round, in a process of its own. Arguments: the model's folder, the texts of a task, the rounds, the jar. CONTRIBUTING.md has the command.
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
        try (MagibuEmbedder library = MagibuEmbedder.builder().model(Path.of(model)).threads(1).load()) {
            List<String> texts = texts(library, TASKS * textsOfATask);
            long tokens = texts.stream().mapToLong(text -> library.countTokens(Passage.of(text), Prompt.DOCUMENT)).sum();
            MagibuEmbedding stage = new MagibuEmbedding().setModel(model).setInputCol("text").setThreads(1);
            Dataset<Row> rows = rows(texts);
            embed(library, texts.subList(0, 32));
            write(stage, rows.limit(32));
            for (int round = 1; round <= rounds; round++) {
                Cost plain = Cost.of(() -> embed(library, texts));
                Cost tasks = Cost.of(() -> write(stage, rows));
                System.out.printf(Locale.ROOT, "round %d: library %.2f CPU s, %.0f tokens/s; Spark %.2f CPU s, %.0f tokens/s; CPU %.3f%n",
                        round, plain.cpuSeconds, tokens / plain.seconds, tasks.cpuSeconds, tokens / tasks.seconds,
                        tasks.cpuSeconds / plain.cpuSeconds);
                if (arguments.length > 3) {
                    System.out.printf(Locale.ROOT, "round %d: command line %s%n", round, commandLine(arguments[3], model, texts));
                }
            }
        }
        spark.stop();
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Of the whole process, because the model runs on threads of its own. */
    private record Cost(double cpuSeconds, double seconds) {

        static Cost of(Work work) throws Exception {
            OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long cpu = process.getProcessCpuTime();
            long start = System.nanoTime();
            work.run();
            return new Cost((process.getProcessCpuTime() - cpu) / 1e9, (System.nanoTime() - start) / 1e9);
        }
    }

    private static void write(MagibuEmbedding stage, Dataset<Row> rows) {
        stage.transform(rows).write().mode("overwrite").parquet("target/task-cost.parquet");
    }

    private static void embed(MagibuEmbedder library, List<String> texts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(TASKS);
        List<Future<Long>> parts = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            List<String> part = texts.subList(i * texts.size() / TASKS, (i + 1) * texts.size() / TASKS);
            parts.add(threads.submit(
                    () -> library.embed(part.stream().map(Passage::of), EncodeOptions.of(Prompt.DOCUMENT)).mapToLong(Embedding::tokens)
                            .sum()));
        }
        for (Future<Long> part : parts) {
            part.get();
        }
        threads.shutdown();
    }

    /** The last state of the progress line, whose clock starts when the model is loaded. */
    private static String commandLine(String jar, String model, List<String> texts) throws Exception {
        Path input = Files.write(Path.of("target/task-cost.txt"), texts);
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar, "embed",
                "--model", model, "--prompt", "document", "--input", input.toString(), "--output", "target/task-cost.jsonl", "--progress",
                "on").redirectErrorStream(true).start();
        String[] states = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("[\\r\\n]+");
        return process.waitFor() == 0 ? Arrays.stream(states).filter(state -> state.contains("tokens/s")).reduce("", (a, b) -> b)
                : String.join("\n", states);
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
