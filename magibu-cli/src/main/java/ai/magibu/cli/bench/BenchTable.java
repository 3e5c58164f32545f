package ai.magibu.cli.bench;

import ai.magibu.cli.io.LabelColumn;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a benchmark for people, row by row. */
final class BenchTable {

    private final PrintWriter out;

    BenchTable(PrintWriter out) {
        this.out = out;
    }

    void begin(BenchSubject subject, double loadSeconds) {
        out.println(String.format(
                Locale.ROOT,
                "%s, %,d parameters, %s, %s, threads: %s, Java %s, %s %s, %s",
                subject.model(),
                subject.parameters(),
                subject.precision(),
                subject.device(),
                subject.threads() == null ? "default" : subject.threads(),
                subject.java(),
                subject.os(),
                subject.architecture(),
                subject.processors() == 1 ? "1 processor" : subject.processors() + " processors"));
        out.println();
        line("", "texts", "tokens", "runs", "median", "tokens/s");
        line("load from the cache", "", "", "1", time(loadSeconds), "");
        out.flush();
    }

    void print(BenchRow row) {
        line(
                row.name(),
                Integer.toString(row.texts()),
                LabelColumn.number(row.tokens()),
                Integer.toString(row.measurement().runs()),
                time(row.measurement().medianSeconds()),
                LabelColumn.number(Math.round(row.tokensPerSecond())));
        out.flush();
    }

    static String time(double seconds) {
        if (seconds < 0.9995) {
            return String.format(Locale.ROOT, "%.1f ms", seconds * 1e3);
        }
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    private void line(String name, String texts, String tokens, String runs, String time, String speed) {
        out.println(String.format(Locale.ROOT, "%-26s %6s %8s %5s %10s %10s", name, texts, tokens, runs, time, speed).stripTrailing());
    }
}
