package ai.magibu.cli.compare;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.ProgressLine;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.BadLines;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.cli.lines.LineGroups;
import ai.magibu.cli.lines.Passages;
import ai.magibu.cli.options.EmbedderOptions;
import ai.magibu.cli.options.ModelOptions;
import ai.magibu.cli.options.PassageOptions;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.ProgressOptions;
import ai.magibu.cli.options.RuntimeOptions;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Precision;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code compare}: what a precision costs on the user's own texts. */
@Command(
        name = "compare",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Show how much the vectors of two precisions differ on your texts: --precision, and --with.",
                "",
                "The input is that of 'embed', and a bad line ends the run in the same way. Shows the cosines between a text's two "
                        + "vectors, the three texts with the lowest ones, and how often a search finds the same. For each text it compares "
                        + "the nearest other text, and the ten nearest, with both vectors. The neighbors are searched among at most "
                        + "2,000 texts, drawn evenly from all.",
                "",
                "Both models are loaded at once. No text is shown unless --show is given.",
                ""
        })
public final class CompareCommand implements Callable<Integer> {

    @ParentCommand
    private Program cli;

    @Mixin
    private ModelOptions model;

    @Mixin
    private PassageOptions passages;

    @Option(
            names = "--with",
            paramLabel = "fp32|int8|bf16",
            converter = RuntimeOptions.PrecisionConverter.class,
            description = "The other precision. Default: int8.")
    private Precision other = Precision.INT8;

    @Mixin
    private EmbedderOptions embedderOptions;

    @Option(names = "--show", description = "Show the texts with the lowest cosines, not only their line numbers.")
    private boolean show;

    @Option(names = "--json", description = "Print one JSON object in UTF-8 instead of text.")
    private boolean json;

    @Mixin
    private ProgressOptions progress;

    private final Comparison comparison = new Comparison();
    private long truncatedTexts;

    @Override
    public Integer call() throws BadLineException, FileFailure {
        ProgressLine progressLine = progress.line(cli.streams());
        // Opened before the models are loaded, so that a wrong name is found at once.
        try (Passages in = passages.open(cli.streams(), false);
                MagibuEmbedder first =
                        progressLine.during("loading the model ...", () -> embedderOptions.load(model.source(cli)));
                MagibuEmbedder second =
                        progressLine.during("loading the model ...", () -> embedderOptions.load(model.source(cli), other))) {
            compare(passages.groups(in, first, BadLines.endTheRun()), first, second, progressLine);
            print(first, second);
        } catch (IOException e) {
            throw FileFailure.reading(passages.inputName(), e);
        }
        return ExitCode.OK;
    }

    private void compare(LineGroups groups, MagibuEmbedder first, MagibuEmbedder second, ProgressLine progressLine)
            throws BadLineException, FileFailure {
        EncodeOptions options = passages.encodeOptions();
        progressLine.start(0, groups.share());
        try {
            groups.forEach(lines -> {
                List<Passage> texts = InputLine.passages(lines);
                List<Embedding> firstEmbeddings = first.embed(texts, options);
                List<Embedding> secondEmbeddings = second.embed(texts, options);
                long tokens = 0;
                for (int i = 0; i < lines.size(); i++) {
                    Embedding embedding = firstEmbeddings.get(i);
                    comparison.add(lines.get(i), embedding.vector(), secondEmbeddings.get(i).vector());
                    tokens += embedding.tokens();
                    if (embedding.truncated()) {
                        truncatedTexts++;
                    }
                }
                progressLine.update(lines.size(), tokens, groups.share());
            });
        } finally {
            progressLine.finish();
        }
    }

    private void print(MagibuEmbedder first, MagibuEmbedder second) throws FileFailure {
        ComparisonReport report = new ComparisonReport(
                name(first), name(second), first.device().toString(), first.maxTokens(), truncatedTexts, show, comparison);
        if (json) {
            report.writeJson(cli.streams().out());
        } else {
            report.print(cli.streams().outText());
            cli.streams().finishText();
        }
    }

    private static String name(MagibuEmbedder embedder) {
        return embedder.precision().name().toLowerCase(Locale.ROOT);
    }
}
