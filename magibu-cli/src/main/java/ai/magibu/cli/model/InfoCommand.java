package ai.magibu.cli.model;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.FileList;
import ai.magibu.cli.io.JsonOutput;
import ai.magibu.cli.options.ModelOptions;
import ai.magibu.cli.options.Program;
import ai.magibu.embedding.ModelInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code info}: what the model's files say. */
@Command(
        name = "info",
        sortOptions = false,
        sortSynopsis = false,
        description = {"Show what was found in the model's files: layers, window, prompts, limits, files.", ""})
public final class InfoCommand implements Callable<Integer> {

    @ParentCommand
    private Program cli;

    @Mixin
    private ModelOptions model;

    @Option(names = "--json", description = "Print one JSON object in UTF-8 instead of text.")
    private boolean json;

    @Override
    public Integer call() throws FileFailure {
        ModelInfo info = ModelInfo.read(model.source(cli));
        if (json) {
            writeJson(info);
        } else {
            List<String> files;
            try {
                files = FileList.of(info.directory(), info.files());
            } catch (IOException e) {
                throw FileFailure.reading(info.directory().toString(), e);
            }
            new InfoTable(cli.streams().outText()).print(info, files);
            cli.streams().finishText();
        }
        return ExitCode.OK;
    }

    private void writeJson(ModelInfo info) throws FileFailure {
        try (JsonGenerator out = JsonOutput.to(cli.streams().out())) {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeStringField("source", info.source());
            out.writeStringField("revision", info.revision());
            out.writeStringField("directory", info.directory().toString());
            out.writeStringField("fingerprint", info.fingerprint());
            out.writeStringField("identity", info.identity());
            out.writeNumberField("layers", info.layers());
            out.writeNumberField("hiddenSize", info.hiddenSize());
            out.writeNumberField("attentionHeads", info.attentionHeads());
            out.writeNumberField("keyValueHeads", info.keyValueHeads());
            out.writeNumberField("headDimension", info.headDimension());
            out.writeNumberField("slidingWindow", info.slidingWindow());
            out.writeNumberField("vocabularySize", info.vocabularySize());
            out.writeNumberField("parameters", info.parameters());
            writeStrings(out, "pipeline", info.pipeline());
            out.writeNumberField("dimension", info.dimension());
            out.writeNumberField("maxTokens", info.maxTokens());
            out.writeObjectFieldStart("prompts");
            for (var prompt : info.prompts().entrySet()) {
                out.writeStringField(prompt.getKey(), prompt.getValue());
            }
            out.writeEndObject();
            out.writeStringField("defaultPrompt", info.defaultPrompt());
            writeStrings(out, "files", info.files());
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (IOException e) {
            throw FileFailure.writing("stdout", e);
        }
    }

    private static void writeStrings(JsonGenerator out, String name, List<String> values) throws IOException {
        out.writeFieldName(name);
        out.writeArray(values.toArray(new String[0]), 0, values.size());
    }
}
