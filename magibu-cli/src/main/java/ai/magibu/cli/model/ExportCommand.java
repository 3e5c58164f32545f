package ai.magibu.cli.model;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.FileList;
import ai.magibu.cli.options.ModelOptions;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.RuntimeOptions;
import ai.magibu.embedding.ModelExporter;
import ai.magibu.embedding.api.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code export}: the model as ONNX files, for this library and for other programs. */
@Command(
        name = "export",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Write the model as ONNX. Pass the written folder as --model to load it without compilation; "
                        + "a Python program in it shows how to run the model elsewhere.",
                "",
                "The graph takes input_ids and attention_mask (int64 [batch, tokens]), gives sentence_embedding (float32 "
                        + "[batch, dimension]), and runs in ONNX Runtime 1.20 or later.",
                ""
        })
public final class ExportCommand implements Callable<Integer> {

    @ParentCommand
    private Program cli;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--precision",
            paramLabel = "fp32|int8|bf16",
            converter = RuntimeOptions.PrecisionConverter.class,
            description = "Precision of the graph. Default: fp32.")
    private Precision precision = Precision.FP32;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "An empty or new folder.")
    private Path output;

    @Override
    public Integer call() throws FileFailure {
        try {
            ModelExporter.export(model.source(cli), precision, output);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        PrintWriter out = cli.streams().outText();
        out.println("Written to " + output + ":");
        try {
            for (String line : FileList.of(output, names())) {
                out.println("  " + line);
            }
        } catch (IOException e) {
            throw FileFailure.reading(output.toString(), e);
        }
        cli.streams().finishText();
        return ExitCode.OK;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(output)) {
            return files.filter(Files::isRegularFile).map(file -> output.relativize(file).toString()).sorted().toList();
        }
    }
}
