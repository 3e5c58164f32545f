package ai.magibu.cli.io;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Finds out whether stderr is a terminal, which {@link System#console()} does not tell: it looks at stdin and stdout. */
final class StandardErrorTerminal {

    private StandardErrorTerminal() {}

    static boolean isTerminal() {
        // Windows has no test command. There is no progress line then, unless it is asked for.
        return File.separatorChar == '/' && succeeds("test", "-t", "2");
    }

    private static boolean succeeds(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try {
                return process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
