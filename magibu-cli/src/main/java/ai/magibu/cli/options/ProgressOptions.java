package ai.magibu.cli.options;

import ai.magibu.cli.io.ProgressLine;
import ai.magibu.cli.io.StandardStreams;
import ai.magibu.cli.io.TerminalLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Whether a progress line is shown. */
public final class ProgressOptions {

    private enum Progress {
        AUTO,
        ON,
        OFF
    }

    @Option(
            names = "--progress",
            paramLabel = "auto|on|off",
            converter = ProgressConverter.class,
            description = "A progress line on stderr; auto shows it on a terminal. Default: auto.")
    private Progress progress = Progress.AUTO;

    public ProgressLine line(StandardStreams streams) {
        return new ProgressLine(terminalLine(streams), System::nanoTime);
    }

    /** Returns a line of any content. */
    public TerminalLine terminalLine(StandardStreams streams) {
        boolean shown = progress == Progress.ON
                || (progress == Progress.AUTO && streams.errIsTerminal().getAsBoolean());
        return new TerminalLine(streams.err(), shown);
    }

    private static final class ProgressConverter implements ITypeConverter<Progress> {
        @Override
        public Progress convert(String value) {
            return Choice.of(Progress.class, value);
        }
    }
}
