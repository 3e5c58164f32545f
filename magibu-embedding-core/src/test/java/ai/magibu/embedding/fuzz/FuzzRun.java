package ai.magibu.embedding.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Loads mutants of sound models in child processes, so that one that ends or blocks the JVM counts and does no more. Program:
 * {@code FuzzRun MODELS COUNT SEED [KEPT]} prints the figures.
 */
final class FuzzRun {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path models;
    private final long seed;
    private final Path work;
    private final @Nullable Path kept;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    /** @param kept a folder for the mutants that load, each with its vectors; null for none */
    FuzzRun(Path models, long seed, Path work, @Nullable Path kept) {
        this.models = models;
        this.seed = seed;
        this.work = work;
        this.kept = kept;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("magibu-fuzz");
        Path kept = arguments.length > 3 ? Path.of(arguments[3]) : null;
        FuzzRun run = new FuzzRun(Path.of(arguments[0]), Long.parseLong(arguments[2]), work, kept);
        int count = Integer.parseInt(arguments[1]);
        run.run(0, count, Locale.getDefault().getLanguage());
        System.out.println("mutants " + count + ", seed " + arguments[2]);
        run.counts.forEach((kind, number) -> System.out.println(kind + " " + number));
        run.faults.forEach(System.out::println);
        System.out.println("faults (aborts, hangs, undocumented exceptions, wrong vectors) " + run.faults.size());
    }

    /** The number of mutants for each outcome. */
    Map<String, Integer> counts() {
        return counts;
    }

    /** Each abort, hang, undocumented exception and wrong vector, with the mutant's number. */
    List<String> faults() {
        return faults;
    }

    /** Loads the mutants of these numbers, {@code to} excluded, under the locale of this language. */
    void run(int from, int to, String language) throws IOException, InterruptedException {
        int next = from;
        while (next < to) {
            next = runChild(next, to, language);
        }
    }

    /** The number of the next mutant. */
    private int runChild(int from, int to, String language) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + work.resolve("crash.log"), "-XX:TieredStopAtLevel=1",
                "-Duser.language=" + language,
                "-cp", System.getProperty("java.class.path"), MutantLoader.class.getName(),
                models.toString(), work.resolve("mutant").toString(), String.valueOf(seed), String.valueOf(from), String.valueOf(to)));
        if (kept != null) {
            command.add(kept.toString());
        }
        Process child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(child, lines), "fuzz output");
        reader.start();
        int number = from;
        String mutation = "";
        try {
            while (true) {
                String line = lines.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
                if (line == null) {
                    fault("HANG", number, mutation);
                    return number + 1;
                }
                String[] parts = line.split("\t", 3);
                switch (parts[0]) {
                    case "START" -> {
                        number = Integer.parseInt(parts[1]);
                        mutation = parts[2];
                    }
                    case "END" -> {
                        count(number, mutation, parts[2]);
                        number++;
                    }
                    default -> { // the end of the output
                        if (number < to) {
                            fault("ABORT", number, mutation);
                        }
                        return number + 1;
                    }
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
            reader.join();
        }
    }

    private static void read(Process child, LinkedBlockingQueue<String> lines) {
        try (BufferedReader output = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("START\t") || line.startsWith("END\t")) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            // the child was ended
        }
        lines.add("EOF");
    }

    private void count(int number, String mutation, String outcome) {
        String[] parts = outcome.split("\t", 3);
        if (parts[0].equals("UNDOCUMENTED") || parts[0].equals("LOADED") && !parts[1].equals("sound")) {
            fault(outcome, number, mutation);
        } else {
            counts.merge(parts[0].toLowerCase(Locale.ROOT) + " " + parts[1], 1, Integer::sum);
        }
    }

    private void fault(String what, int number, String mutation) {
        counts.merge("fault " + what.split("\t")[0], 1, Integer::sum);
        faults.add("mutant " + number + " (seed " + seed + ", " + mutation + "): " + what);
    }
}
