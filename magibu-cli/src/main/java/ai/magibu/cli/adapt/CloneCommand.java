package ai.magibu.cli.adapt;

import ai.magibu.adaptation.ModelCloner;
import ai.magibu.adaptation.ModelCloner.Rows;
import ai.magibu.adaptation.ModelCloner.Strategy;
import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.options.Choice;
import ai.magibu.cli.options.Program;
import ai.magibu.embedding.source.ModelSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code adapt clone}: a student for another tokenizer. */
@Command(
        name = "clone",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Make a student: the teacher with the embedding table of another tokenizer.",
                "",
                "A token that the teacher has keeps its row; any other gets the mean of the rows of the teacher's tokens for its text. "
                        + "The weights of the transformer are rounded once to BF16.",
                ""
        })
public final class CloneCommand implements Callable<Integer> {

    @ParentCommand
    private AdaptCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--teacher",
            required = true,
            paramLabel = "MODEL",
            description = "A folder with the model's published files, or owner/name or owner/name@revision on the Hugging Face hub.")
    private String teacher;

    @Option(
            names = "--tokenizer",
            required = true,
            paramLabel = "DIR|FILE",
            description = "The student's tokenizer: the output folder of adapt tokenizer, or a tokenizer.json.")
    private Path tokenizer;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "An empty or new folder.")
    private Path output;

    @Option(
            names = "--strategy",
            paramLabel = "mean|weighted",
            converter = StrategyConverter.class,
            description = "How the rows of several tokens become one: their mean, or with weights n to 1, so that the first count most. "
                    + "Default: mean.")
    private Strategy strategy = Strategy.MEAN;

    @Override
    public Integer call() throws FileFailure {
        Program cli = parent.cli();
        ModelSource source = cli.source(teacher, spec.commandLine());
        Path folder = source.resolve().folder();
        Rows rows = ModelCloner.cloneModel(folder, tokenizer, output, strategy);
        PrintWriter out = cli.streams().outText();
        out.printf(Locale.ROOT, "%,d rows: %,d copied, %,d composed, %,d unknown%n", rows.copied() + rows.composed() + rows.unknown(),
                rows.copied(), rows.composed(), rows.unknown());
        out.println("Written to " + output);
        cli.streams().finishText();
        return ExitCode.OK;
    }

    private static final class StrategyConverter implements ITypeConverter<Strategy> {
        @Override
        public Strategy convert(String value) {
            return Choice.of(Strategy.class, value);
        }
    }
}
