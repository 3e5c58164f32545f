package ai.magibu.cli;

import ai.magibu.cli.io.StandardStreams;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.hub.HubSettings;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a command line in this process and keeps what it printed. */
public final class Cli {

    public static final ObjectMapper JSON = new ObjectMapper();
    public static final String MODEL = TinyModel.folder().toString();
    public static final String CACHE = TinyModel.cacheDirectory().toString();

    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = new ByteArrayOutputStream();
    private boolean errIsTerminal;
    private HubSettings hub = HubSettings.of(Map.of("HF_HUB_OFFLINE", "1", "HF_HUB_CACHE", "target/no-hub-cache"));

    private @Nullable String defaultModel;

    /** The results of a run. */
    public record Result(int status, String out, String err) {
        public List<String> lines() {
            return out.lines().toList();
        }
    }

    /** A line as println writes it here. */
    public static String line(String line) {
        return line + System.lineSeparator();
    }

    public static Result run(String... args) {
        return new Cli().execute(args);
    }

    public Cli in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    public Cli in(byte[] bytes) {
        return in(new ByteArrayInputStream(bytes));
    }

    public Cli in(InputStream stream) {
        in = stream;
        return this;
    }

    public Cli out(OutputStream stream) {
        out = stream;
        return this;
    }

    public Cli hub(HubSettings settings) {
        hub = settings;
        return this;
    }

    /** The environment variable MAGIBU_MODEL. */
    public Cli defaultModel(String model) {
        defaultModel = model;
        return this;
    }

    public Cli onTerminal() {
        errIsTerminal = true;
        return this;
    }

    public Result execute(String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        StandardStreams streams = new StandardStreams(
                in,
                out,
                new PrintWriter(out, true, StandardCharsets.UTF_8),
                new PrintWriter(err, true, StandardCharsets.UTF_8),
                () -> errIsTerminal);
        int status = MagibuCli.commandLine(streams, hub, defaultModel).execute(args);
        String printed = out instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : "";
        return new Result(status, printed, err.toString(StandardCharsets.UTF_8));
    }
}
