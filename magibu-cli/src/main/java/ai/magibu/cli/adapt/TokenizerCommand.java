package ai.magibu.cli.adapt;

import ai.magibu.adaptation.TokenizerSurgery;
import ai.magibu.adaptation.api.SurgeryResult;
import ai.magibu.adaptation.api.TextFertility;
import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.TerminalLine;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.ProgressOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code adapt tokenizer}: a tokenizer for the student. */
@Command(
        name = "tokenizer",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Make a tokenizer for a language from a teacher's tokenizer.",
                "",
                "Tokens that your texts need least are removed, and tokens that make them shorter are added. Count running text of every "
                        + "language that the model will read: tokens of other languages are removed first. Writes tokenizer.json, the "
                        + "teacher's settings with the new IDs, report.html and report.json.",
                ""
        })
public final class TokenizerCommand implements Callable<Integer> {

    @ParentCommand
    private AdaptCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--teacher",
            required = true,
            paramLabel = "MODEL",
            description = "A tokenizer.json, a model folder, or owner/name or owner/name@revision on the Hugging Face hub.")
    private String teacher;

    @Option(
            names = "--corpus",
            paramLabel = "LANGUAGE=FILE",
            converter = LanguageFile.Converter.class,
            description = "Running text, such as tr=news.txt: one text on each line (*.txt, *.md), JSON lines with a member text (*.jsonl), "
                    + "Parquet with a column text (*.parquet), or a folder of these. Repeat it for more files and languages.")
    private List<LanguageFile> corpora = List.of();

    @Option(
            names = "--word-list",
            paramLabel = "LANGUAGE=FILE",
            converter = LanguageFile.Converter.class,
            description = "Words with their counts, one on each line, in lower case. Capitalized forms count a tenth. With running text "
                    + "too, each makes half of the language.")
    private List<LanguageFile> wordLists = List.of();

    @Option(
            names = "--weights",
            split = ",",
            paramLabel = "LANGUAGE=N",
            description = "Weights of the languages, such as tr=10,en=2. Default: 1 each, whatever the amount of text.")
    private Map<String, Double> weights = Map.of();

    @Option(names = "--size", required = true, paramLabel = "N", description = "The number of tokens, at most the teacher's.")
    private int size;

    @Option(names = "--add", paramLabel = "N", description = "How many of them are new. Default: 30 %% of the size.")
    private @Nullable Integer add;

    @Option(
            names = "--add-for",
            split = ",",
            paramLabel = "LANGUAGE",
            description = "The languages that new tokens are learned from. Default: all, by weight.")
    private List<String> learned = List.of();

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            description = "A token that is added whatever its frequency; a blank starts a word. It is made from the longest token that "
                    + "starts it, so perhaps the tokenizer never uses it; the report tells. Repeat it for more tokens.")
    private List<String> tokens = List.of();

    @Option(
            names = "--held-out",
            paramLabel = "LANGUAGE=FILE",
            converter = LanguageFile.Converter.class,
            description = "Texts that are only measured, to see the gain on texts that the surgery does not know.")
    private List<LanguageFile> heldOut = List.of();

    @Option(
            names = "--min-count",
            paramLabel = "N",
            description = "How often a pair of tokens must occur in the texts to become one. Default: 2.")
    private @Nullable Long leastCount;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that count. Default: one for each processor.")
    private @Nullable Integer threads;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "The folder for the new files.")
    private Path output;

    @Mixin
    private ProgressOptions progress;

    @Override
    public Integer call() throws FileFailure {
        Program cli = parent.cli();
        TokenizerSurgery surgery = surgery(cli);
        TerminalLine line = progress.terminalLine(cli.streams());
        SurgeryResult result;
        try {
            result = surgery.progress(line::show).run();
        } finally {
            line.clear();
        }
        print(cli.streams().outText(), result);
        cli.streams().finishText();
        return ExitCode.OK;
    }

    private TokenizerSurgery surgery(Program cli) {
        if (corpora.isEmpty() && wordLists.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--corpus or --word-list is needed");
        }
        try {
            TokenizerSurgery surgery = surgeryOf(cli);
            corpora.forEach(file -> surgery.corpus(file.corpus()));
            heldOut.forEach(file -> surgery.heldOut(file.corpus()));
            wordLists.forEach(file -> surgery.wordList(file.language(), file.file()));
            weights.forEach(surgery::weight);
            learned.forEach(surgery::learnFrom);
            tokens.forEach(surgery::token);
            if (add != null) {
                surgery.added(add);
            }
            if (leastCount != null) {
                surgery.leastCount(leastCount);
            }
            if (threads != null) {
                surgery.threads(threads);
            }
            return surgery;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private TokenizerSurgery surgeryOf(Program cli) {
        Path path = Path.of(teacher);
        boolean tokenizer = Files.isRegularFile(path) || Files.isRegularFile(path.resolve("tokenizer.json"));
        return tokenizer
                ? TokenizerSurgery.of(path, output, size)
                : TokenizerSurgery.of(cli.source(teacher, spec.commandLine()), output, size);
    }

    private void print(PrintWriter out, SurgeryResult result) {
        out.printf(Locale.ROOT, "%,d tokens: %,d of the teacher's %,d kept, %,d new; %,d merges%n", result.size(), result.keptTokens(),
                result.teacherTokens(), result.newTokens().size(), result.merges());
        int wanted = add == null ? (int) (size * TokenizerSurgery.DEFAULT_ADDED_SHARE) : add;
        if (result.newTokens().size() < wanted) {
            out.printf(Locale.ROOT,
                    "%,d new tokens were wanted. The texts have no more pairs that occur often enough, so more of the teacher's"
                            + " stayed.%n",
                    wanted);
        }
        if (!result.newTokens().isEmpty()) {
            out.printf(Locale.ROOT, "%.2f %% of the new tokens are made of their own text%n", 100 * result.reachable());
        }
        for (TextFertility texts : result.fertility()) {
            out.printf(Locale.ROOT, "%-8s %-40s %.3f -> %.3f tokens per word (%+.1f %%)%n", texts.language(),
                    texts.heldOut() ? "held out: " + texts.name() : "counted", texts.tokensPerWord(texts.teacher()),
                    texts.tokensPerWord(texts.adapted()), 100 * texts.change());
        }
        out.println("Report: " + result.tokenizer().resolveSibling("report.html"));
    }
}
