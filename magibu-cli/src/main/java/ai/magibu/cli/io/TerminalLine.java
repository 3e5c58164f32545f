package ai.magibu.cli.io;

import java.io.PrintWriter;

/** One line on a terminal that is written over and over. Does nothing when switched off. */
public final class TerminalLine {

    private final PrintWriter terminal;
    private final boolean enabled;
    private int width;

    public TerminalLine(PrintWriter terminal, boolean enabled) {
        this.terminal = terminal;
        this.enabled = enabled;
    }

    /** Replaces the line. */
    public void show(String line) {
        print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        width = line.length();
    }

    /** Leaves what is shown, and the cursor at the start of an empty line. */
    public void keep() {
        print(System.lineSeparator());
        width = 0;
    }

    /** Leaves the line empty, and the cursor at its start. */
    public void clear() {
        show("");
        print("\r");
    }

    private void print(String characters) {
        if (enabled) {
            terminal.print(characters);
            terminal.flush();
        }
    }
}
