package ai.magibu.cli.search;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.ProgressLine;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.BadLines;
import ai.magibu.cli.lines.LineReader;
import ai.magibu.cli.lines.Passages;
import ai.magibu.cli.options.ModelOptions;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.ProgressOptions;
import ai.magibu.cli.options.PromptConverter;
import ai.magibu.cli.options.RuntimeOptions;
import ai.magibu.cli.options.TextFormatOptions;
import ai.magibu.cli.rows.EmbeddedRow;
import ai.magibu.cli.rows.EmbeddedRows;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code search}: the nearest rows of a file of embeddings. */
@Command(
        name = "search",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Search a file that 'embed' has written, by the cosine of each embedding with the query's.",
                "",
                "The search is exact: it reads the whole file, in constant memory. Rows count from 1; of two rows with the same cosine "
                        + "the first one is listed first. Rows that have a component which is not a number are left out.",
                ""
        })
public final class SearchCommand implements Callable<Integer> {

    private static final String STDIN = "-";

    @ParentCommand
    private Program cli;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--embeddings",
            required = true,
            paramLabel = "FILE",
            description = "The embeddings that are searched: .npy, .parquet, or else JSON lines.")
    private Path embeddings;

    @Option(names = "--top", paramLabel = "N", description = "How many rows are listed, 1 to 10,000. Default: ${DEFAULT-VALUE}.")
    private int top = 10;

    @Option(
            names = "--texts",
            paramLabel = "FILE",
            description = "The file that was embedded; shows the text of each row.")
    private @Nullable Path texts;

    @Mixin
    private TextFormatOptions format;

    @Option(
            names = "--skip-bad",
            paramLabel = "FILE",
            description = "The list of bad lines that 'embed --skip-bad' has written. They have no rows.")
    private @Nullable Path skipped;

    @Option(
            names = "--prompt",
            paramLabel = "NAME",
            converter = PromptConverter.class,
            description = "What the query is: query, document, none, default (the model's own choice), or another of the prompts that "
                    + "'info' lists. Default: query.")
    private Prompt prompt = Prompt.QUERY;

    @Option(names = "--json", description = "Print one JSON object a line in UTF-8 instead of a table.")
    private boolean json;

    @Mixin
    private RuntimeOptions runtime;

    @Mixin
    private ProgressOptions progress;

    @Parameters(paramLabel = "QUERY", description = "The query; - for the first line of stdin.")
    private String query;

    @Override
    public Integer call() throws BadLineException, FileFailure {
        if (top < 1 || top > 10_000) {
            throw new ParameterException(spec.commandLine(), "--top must be from 1 to 10,000, not " + top);
        }
        String text = query.equals(STDIN) ? line() : query;
        if (text.isBlank()) {
            throw new ParameterException(spec.commandLine(), "the query is empty");
        }
        NearestRows nearest = new NearestRows(top);
        try (EmbeddedRows rows = EmbeddedRows.open(embeddings)) {
            EmbeddedRow first = rows.next();
            if (first != null) {
                search(first, rows, text, nearest);
            }
        } catch (IOException e) {
            throw FileFailure.reading(embeddings.toString(), e);
        }
        print(texts == null ? nearest.bestFirst() : withTexts(texts, nearest.bestFirst()));
        if (nearest.invalidRows() > 0) {
            cli.streams().err().println("magibu: warning: " + nearest.invalidRows() + (nearest.invalidRows() == 1 ? " row" : " rows")
                    + " of " + embeddings + " with a component that is not a number left out");
        }
        return ExitCode.OK;
    }

    private String line() throws BadLineException, FileFailure {
        try {
            String line = new LineReader(cli.streams().in()).next();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw FileFailure.reading("stdin", e);
        }
    }

    private void search(EmbeddedRow first, EmbeddedRows rows, String text, NearestRows nearest) throws IOException, FileFailure {
        float[] vector = embed(text, first.vector().length);
        for (EmbeddedRow row = first; row != null; row = rows.next()) {
            if (row.vector().length != vector.length) {
                throw new IOException(
                        "row " + row.number() + " has " + row.vector().length + " dimensions, and row 1 has " + vector.length);
            }
            nearest.add(row, vector);
        }
    }

    private float[] embed(String text, int dimension) throws FileFailure {
        ProgressLine line = progress.line(cli.streams());
        try (MagibuEmbedder embedder = line.during("loading the model ...", () -> load(dimension))) {
            return embedder.embed(Passage.of(text), EncodeOptions.of(prompt)).vector();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Shorter embeddings were cut, so the query's is cut too. */
    private MagibuEmbedder load(int dimension) {
        try {
            return runtime.settings(model.source(cli)).dimensions(dimension).load();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), embeddings + " has embeddings of " + dimension + " dimensions: " + e.getMessage(), e);
        }
    }

    private List<Hit> withTexts(Path file, List<Hit> hits) throws BadLineException, FileFailure {
        BadLines badLines = skipped == null ? BadLines.endTheRun() : BadLines.of(skipped);
        try (Passages passages = format.open(file, false)) {
            return new HitTexts(passages, badLines).of(hits);
        } catch (IOException e) {
            throw FileFailure.reading(file.toString(), e);
        }
    }

    private void print(List<Hit> hits) throws FileFailure {
        HitPrinter printer = new HitPrinter(hits);
        if (json) {
            printer.json(cli.streams().out());
        } else {
            printer.table(cli.streams().outText());
            cli.streams().finishText();
        }
    }
}
