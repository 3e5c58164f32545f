package ai.magibu.cli.adapt;

import ai.magibu.adaptation.api.TrainingListener;
import ai.magibu.adaptation.api.TrainingProgress;
import ai.magibu.cli.io.TerminalLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** Shows the course of a training: a progress line, and a line for each measurement. */
final class TrainingLines implements TrainingListener {

    private final PrintWriter out;
    private final TerminalLine line;

    TrainingLines(PrintWriter out, TerminalLine line) {
        this.out = out;
        this.line = line;
    }

    @Override
    public void ignored(Path checkpoint, String reason) {
        say("%s cannot be used (%s); an earlier state is continued", checkpoint, reason);
    }

    @Override
    public void started(int step, int steps) {
        if (step > 0) {
            say("continuing after step %,d of %,d", step, steps);
        }
    }

    @Override
    public void progressed(TrainingProgress progress) {
        long left = progress.remaining().toSeconds();
        line.show(String.format(Locale.ROOT, "step %,d of %,d, loss %.4f, %,.0f tokens/s, %d:%02d:%02d left", progress.step(),
                progress.steps(), progress.loss(), progress.tokensPerSecond(), left / 3600, left / 60 % 60, left % 60));
    }

    @Override
    public void validated(int step, double cosine) {
        say("step %,d: mean cosine %.4f", step, cosine);
    }

    @Override
    public void evaluated(int step, double score) {
        say("step %,d: score %.4f", step, score);
    }

    @Override
    public void stopped(int step) {
        say("no better mean cosine: the training ends after step %,d", step);
    }

    private void say(String format, Object... values) {
        line.clear();
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
