package ai.magibu.cli.bench;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.ProgressLine;
import ai.magibu.cli.io.TerminalLine;
import ai.magibu.cli.options.ModelOptions;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.RuntimeOptions;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast the model is on this machine. */
@Command(
        name = "bench",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Measure how fast the model is on this machine, in about a minute or less.",
                "",
                "Turkish texts of exactly the stated numbers of tokens are embedded without a prompt; tokenizing them is part of the "
                        + "time. Each row is warmed up first, with its first eight texts, and then run until its share of the time "
                        + "is used up: the runs are stated, the time is their median. Rows of texts longer than the model's limit "
                        + "are left out. The model is loaded twice; the time of the second load, from the cache, is shown.",
                ""
        })
public final class BenchCommand implements Callable<Integer> {

    private static final int WARM_UP_TEXTS = 8;

    @ParentCommand
    private Program cli;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private RuntimeOptions runtime;

    @Option(names = "--json", description = "Print one JSON object in UTF-8 instead of text.")
    private boolean json;

    @Override
    public Integer call() throws FileFailure {
        ProgressLine progress = new ProgressLine(
                new TerminalLine(cli.streams().err(), cli.streams().errIsTerminal().getAsBoolean()), System::nanoTime);
        progress.during("loading the model ...", () -> {
            load().close();
            return 0;
        });
        long start = System.nanoTime();
        try (MagibuEmbedder embedder = load()) {
            double loadSeconds = (System.nanoTime() - start) / 1e9;
            BenchSubject subject = BenchSubject.of(embedder, runtime.threads());
            if (json) {
                List<BenchRow> rows = progress.during("measuring ...", () -> rows(embedder));
                BenchJson.write(cli.streams().out(), subject, loadSeconds, rows);
            } else {
                BenchTable table = new BenchTable(cli.streams().outText());
                table.begin(subject, loadSeconds);
                for (Workload workload : Workload.of(embedder.maxTokens())) {
                    // Shown as they come.
                    table.print(progress.during("measuring ...", () -> row(workload, embedder)));
                }
                cli.streams().finishText();
            }
        }
        return ExitCode.OK;
    }

    private MagibuEmbedder load() {
        try {
            return runtime.settings(model.source(cli)).load();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static List<BenchRow> rows(MagibuEmbedder embedder) {
        List<BenchRow> rows = new ArrayList<>();
        for (Workload workload : Workload.of(embedder.maxTokens())) {
            rows.add(row(workload, embedder));
        }
        return rows;
    }

    private static BenchRow row(Workload workload, MagibuEmbedder embedder) {
        EncodeOptions options = EncodeOptions.of(Prompt.NONE);
        List<Passage> passages = workload.texts(new BenchTexts(embedder::countTokens)).stream()
                .map(Passage::of)
                .toList();
        embedder.embed(passages.subList(0, Math.min(WARM_UP_TEXTS, passages.size())), options);
        List<Embedding> embeddings = new ArrayList<>();
        Measurement measurement = Measurement.of(
                () -> {
                    embeddings.clear();
                    embeddings.addAll(embedder.embed(passages, options));
                },
                workload.maxRuns(),
                workload.seconds(),
                System::nanoTime);
        long tokens = embeddings.stream().mapToLong(Embedding::tokens).sum();
        return new BenchRow(workload.name(), passages.size(), tokens, measurement);
    }
}
