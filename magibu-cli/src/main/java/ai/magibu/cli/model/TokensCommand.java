package ai.magibu.cli.model;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.JsonOutput;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.LineReader;
import ai.magibu.cli.options.ModelOptions;
import ai.magibu.cli.options.Program;
import ai.magibu.embedding.MagibuTokenizer;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code tokens}: plain lines in, token ids and counts out. */
@Command(
        name = "tokens",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Show the tokens of each line of stdin.",
                "",
                "In:   plain text in UTF-8, one text per line; an empty line is the empty text",
                "Out:  {\"tokens\":5,\"ids\":[2,737,661,706,1]}   one line per text",
                "",
                "The special tokens at both ends are counted; no prompt is added and nothing is cut.",
                ""
        })
public final class TokensCommand implements Callable<Integer> {

    @ParentCommand
    private Program cli;

    @Mixin
    private ModelOptions model;

    @Override
    public Integer call() throws BadLineException, FileFailure {
        LineReader lines = new LineReader(cli.streams().in());
        try (MagibuTokenizer tokenizer = MagibuTokenizer.load(model.source(cli));
                JsonGenerator json = JsonOutput.to(cli.streams().out())) {
            String line = read(lines);
            while (line != null) {
                write(json, tokenizer.encode(line));
                if (lines.mayWait()) {
                    // Somebody may be typing, or talking to this process line by line.
                    json.flush();
                }
                line = read(lines);
            }
        } catch (IOException e) {
            throw FileFailure.writing("stdout", e);
        }
        return ExitCode.OK;
    }

    private static @Nullable String read(LineReader lines) throws BadLineException, FileFailure {
        try {
            return lines.next();
        } catch (IOException e) {
            throw FileFailure.reading("stdin", e);
        }
    }

    private static void write(JsonGenerator json, int[] ids) throws IOException {
        json.writeStartObject();
        json.writeNumberField("tokens", ids.length);
        json.writeFieldName("ids");
        json.writeArray(ids, 0, ids.length);
        json.writeEndObject();
        json.writeRaw('\n');
    }
}
