package ai.magibu.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.magibu.adaptation.api.TrainingOptions;
import ai.magibu.adaptation.internal.student.Student;
import ai.magibu.adaptation.internal.student.StudentSettings;
import ai.magibu.adaptation.internal.student.TokenBatch;
import ai.magibu.embedding.internal.model.CheckedModel;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}: a step of magibu-adaptation's training against PyTorch's. */
@Command(
        name = "train",
        description = "Measures a training step of magibu-adaptation against PyTorch, alternately. The class path needs "
                + "pytorch-native-cpu-2.7.1-PLATFORM.jar, Python needs torch and sentence-transformers.")
final class TrainCommand implements Callable<Integer> {

    private static final String JAVA = "Java";
    private static final int FIRST_TOKEN = 5;
    private static final List<String> ATTENTIONS = List.of("eager", "sdpa");

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A SentenceTransformers folder.")
    private Path model;

    @Option(names = "--python", required = true, paramLabel = "FILE", description = "A Python with sentence-transformers.")
    private Path python;

    @Option(names = "--rows", paramLabel = "N", description = "The texts of a step. Default: 8.")
    private int rows = 8;

    @Option(names = "--length", paramLabel = "N", description = "The tokens of a text. Default: 128.")
    private int length = 128;

    @Option(names = "--steps", paramLabel = "N", description = "The steps of a round; the first one does not count. Default: 4.")
    private int steps = 4;

    @Option(names = "--rounds", paramLabel = "N", description = "The rounds in which Java and Python take turns. Default: 3.")
    private int rounds = 3;

    @Option(names = "--threads", paramLabel = "N", description = "Default: 2.")
    private int threads = 2;

    /** Wall-clock and CPU seconds of a step. */
    private record Step(double passes, double passesCpu, double update, double updateCpu) {

        double total() {
            return passes + update;
        }

        double cpu() {
            return passesCpu + updateCpu;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, List<Step>> results = new LinkedHashMap<>();
        Path script = Files.createTempFile("train", ".py");
        try (InputStream in = Objects.requireNonNull(TrainCommand.class.getResourceAsStream("train.py"))) {
            Files.write(script, in.readAllBytes());
            for (int round = 0; round < rounds; round++) {
                add(results, JAVA, java());
                for (String attention : ATTENTIONS) {
                    add(results, "PyTorch " + attention, pytorch(script, attention));
                }
            }
        } finally {
            Files.delete(script);
        }
        say("%d x %d tokens, %d threads; medians of %d steps in seconds, CPU seconds in brackets", rows, length, threads,
                (steps - 1) * rounds);
        double own = median(results.getOrDefault(JAVA, List.of()), Step::total);
        results.forEach((name, measured) -> say(
                "%-14s both passes %6.2f (%6.2f)  optimizer %5.2f (%5.2f)  step %6.2f (%6.2f); Java needs %.2f times as long", name,
                median(measured, Step::passes), median(measured, Step::passesCpu), median(measured, Step::update),
                median(measured, Step::updateCpu), median(measured, Step::total), median(measured, Step::cpu),
                own / median(measured, Step::total)));
        Long peak = ResidentMemory.peak(ProcessHandle.current().pid());
        if (peak != null) {
            say("peak resident memory of Java: %.1f GB", peak / 1e9);
        }
        return ExitCode.OK;
    }

    private void add(Map<String, List<Step>> results, String name, List<Step> measured) {
        measured.forEach(step -> say("%-14s %6.2f s (%6.2f CPU s)", name, step.total(), step.cpu()));
        results.computeIfAbsent(name, key -> new ArrayList<>()).addAll(measured.subList(1, measured.size()));
    }

    private List<Step> java() {
        CheckedModel checked = CheckedModel.open(model);
        Random random = new Random(1);
        int vocabulary = checked.config().gemma().vocabularySize();
        List<Step> measured = new ArrayList<>();
        try (Student student = Student.open(checked, StudentSettings.of(TrainingOptions.builder().threads(threads).build()))) {
            for (int i = 0; i < steps; i++) {
                List<int[]> texts = new ArrayList<>();
                float[][] targets = new float[rows][student.dimension()];
                for (int row = 0; row < rows; row++) {
                    texts.add(random.ints(row == 0 ? length / 2 : length, FIRST_TOKEN, vocabulary).toArray());
                    for (int j = 0; j < targets[row].length; j++) {
                        targets[row][j] = (float) random.nextGaussian();
                    }
                }
                double start = seconds();
                double startCpu = cpuSeconds();
                student.accumulate(new TokenBatch(texts), targets, rows);
                double middle = seconds();
                double middleCpu = cpuSeconds();
                student.update(5e-5);
                measured.add(new Step(middle - start, middleCpu - startCpu, seconds() - middle, cpuSeconds() - middleCpu));
            }
        }
        return measured;
    }

    private List<Step> pytorch(Path script, String attention) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                python.toString(), script.toString(), model.toString(), String.valueOf(rows), String.valueOf(length), String.valueOf(steps),
                String.valueOf(threads), attention).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
        if (process.waitFor() != 0 || lines.size() != steps) {
            throw new IOException(python + " failed");
        }
        return lines.stream().map(line -> line.split(" ")).map(parts -> new Step(
                Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]), Double.parseDouble(parts[3])))
                .toList();
    }

    private static double seconds() {
        return System.nanoTime() / 1e9;
    }

    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }

    private static double median(List<Step> steps, ToDoubleFunction<Step> value) {
        double[] sorted = steps.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void say(String format, Object... values) {
        spec.commandLine().getOut().println(String.format(Locale.ROOT, format, values));
        spec.commandLine().getOut().flush();
    }
}
