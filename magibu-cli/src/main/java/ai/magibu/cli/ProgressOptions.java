package ai.magibu.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Whether a progress line is shown. */
final class ProgressOptions {

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

    ProgressLine line(StandardStreams streams) {
        boolean shown = progress == Progress.ON
                || (progress == Progress.AUTO && streams.errIsTerminal().getAsBoolean());
        return new ProgressLine(new TerminalLine(streams.err(), shown), System::nanoTime);
    }

    private static final class ProgressConverter implements ITypeConverter<Progress> {
        @Override
        public Progress convert(String value) {
            return Choice.of(Progress.class, value);
        }
    }
}
