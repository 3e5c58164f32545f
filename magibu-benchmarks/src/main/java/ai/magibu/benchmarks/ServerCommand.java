package ai.magibu.benchmarks;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code server}: the throughput of magibu-server against the library's own, its answers under overload, and its memory. */
@Command(
        name = "server",
        sortOptions = false,
        description = {
                "Measure magibu-server: its texts per second against the library's own, alternately and with the same texts, settings and "
                        + "number of callers; its answers when more is asked for than may wait; its memory under constant load.",
                "Client and server share this machine.",
                ""
        })
final class ServerCommand implements Callable<Integer> {

    private static final int TEXTS = 200;
    private static final double SAMPLE_SECONDS = 10;

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Folder with the model's published files.")
    private Path model;

    @Option(names = "--jar", required = true, paramLabel = "FILE", description = "magibu-server.jar")
    private Path jar;

    @Option(names = "--connections", split = ",", paramLabel = "N", description = "Numbers of callers. Default: 16,64.")
    private List<Integer> connections = List.of(16, 64);

    @Option(names = "--tokens", paramLabel = "N", description = "Tokens of each text. Default: 128.")
    private int tokens = 128;

    @Option(names = "--seconds", paramLabel = "S", description = "Seconds of a round. Default: 30.")
    private double seconds = 30;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds; the result is their median. Default: 5.")
    private int rounds = 5;

    @Option(names = "--heap", paramLabel = "SIZE", description = "The server's heap, as -Xmx takes it. Default: 1g.")
    private String heap = "1g";

    @Option(names = "--soak", paramLabel = "MIN", description = "Minutes of constant load while memory is sampled. Default: 0.")
    private int soakMinutes;

    private List<String> texts = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        Path log = Files.createTempFile("magibu-server", ".log");
        try (MagibuEmbedder embedder = MagibuEmbedder.builder().model(model).sharedBatches(true).load()) {
            Texts make = new Texts(embedder::countTokens);
            texts = IntStream.range(0, TEXTS).mapToObj(i -> make.ofTokens(tokens, i)).toList();
            try (ServerProcess server = new ServerProcess(jar, heap, arguments(), log)) {
                for (int callers : connections) {
                    compare(callers, embedder, server);
                }
            }
        }
        overload(log);
        if (soakMinutes > 0) {
            soak(log);
        }
        return ExitCode.OK;
    }

    private List<String> arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--model=" + model));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private void compare(int callers, MagibuEmbedder embedder, ServerProcess server) throws InterruptedException, ExecutionException {
        EncodeOptions options = EncodeOptions.of(Prompt.DEFAULT);
        Load.Call own = number -> {
            embedder.embed(Passage.of(text(number)), options);
            return "200";
        };
        List<Load.Result> library = new ArrayList<>();
        List<Load.Result> served = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            double length = round == 0 ? Math.min(10, seconds) : seconds; // the first one warms up
            Load.Result first = Load.run(callers, length, own);
            Load.Result second = Load.run(callers, length, request(server));
            if (round > 0) {
                library.add(first);
                served.add(second);
            }
        }
        Load.Result own50 = median(library);
        Load.Result server50 = median(served);
        say("%d callers, texts of %d tokens: library %.2f texts/s (median %.0f ms, 99 %% %.0f ms), server %.2f texts/s (%.0f ms, %.0f ms): "
                + "%.1f %%; answers %s", callers, tokens, own50.perSecond(), own50.median() * 1e3, own50.slow() * 1e3,
                server50.perSecond(), server50.median() * 1e3, server50.slow() * 1e3, 100 * server50.perSecond() / own50.perSecond(),
                served.stream().map(Load.Result::outcomes).toList());
    }

    private Load.Call request(ServerProcess server) {
        return number -> Integer.toString(server.embed(text(number)).statusCode());
    }

    private String text(int number) {
        return texts.get(number % TEXTS);
    }

    /** The round with the median throughput. */
    private static Load.Result median(List<Load.Result> results) {
        return results.stream().sorted(Comparator.comparingDouble(Load.Result::perSecond)).toList().get(results.size() / 2);
    }

    /** As many texts may wait as 16 callers have; then four times as many come. */
    private void overload(Path log) throws IOException, InterruptedException, ExecutionException {
        int limit = 16;
        try (ServerProcess server =
                new ServerProcess(jar, heap, arguments("--magibu.embedding.max-waiting-tokens=" + limit * tokens), log)) {
            say("%d callers, of which %d may wait: answers %s", limit, limit, Load.run(limit, seconds, request(server)).outcomes());
            Load.Result over = Load.run(4 * limit, seconds, number -> {
                HttpResponse<String> answer = server.embed(text(number));
                if (answer.statusCode() == 429) { // wait as long as the server says, as its clients do
                    Thread.sleep(Math.min(1000 * answer.headers().firstValueAsLong("Retry-After").orElseThrow(), (long) (1e3 * seconds)));
                }
                return Integer.toString(answer.statusCode());
            });
            say("%d callers, of which %d may wait: %.2f texts/s, answers %s", 4 * limit, limit, over.perSecond(), over.outcomes());
        }
    }

    private void soak(Path log) throws IOException, InterruptedException, ExecutionException {
        try (ServerProcess server = new ServerProcess(jar, heap, arguments(), log)) {
            List<Double> megabytes = new ArrayList<>();
            int failures = 0;
            int answers = 0;
            for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(soakMinutes); System.nanoTime() < end;) {
                Load.Result result = Load.run(16, SAMPLE_SECONDS, request(server));
                int good = result.outcomes().getOrDefault("200", 0);
                answers += good;
                failures += result.outcomes().values().stream().mapToInt(Integer::intValue).sum() - good;
                megabytes.add(server.residentBytes() / 1e6);
            }
            int samples = megabytes.size();
            List<String> quarters = IntStream.range(0, 4)
                    .mapToObj(quarter -> megabytes.subList(quarter * samples / 4, (quarter + 1) * samples / 4))
                    .map(part -> String.format(Locale.ROOT, "%.0f", Median.of(part)))
                    .toList();
            say("%d minutes, 16 callers: %d answers, %d failures; resident %.0f MB after the first sample, median of each quarter: %s MB",
                    soakMinutes, answers, failures, megabytes.get(0), quarters);
        }
    }

    private void say(String format, Object... values) {
        spec.commandLine().getOut().println(String.format(Locale.ROOT, format, values));
        spec.commandLine().getOut().flush();
    }
}
