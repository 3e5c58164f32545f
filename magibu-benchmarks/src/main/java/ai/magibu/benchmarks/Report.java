package ai.magibu.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The results as Markdown. Every ratio is the median of the ratios of a round; above 1, Magibu is faster. */
final class Report {

    static final String TABLE = "table.md";

    private static final String NONE = "–";
    private static final double MEGABYTE = 1e6;

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    Report(Results results) {
        this.results = results;
    }

    /** Writes the table, and the charts that have results. */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(TABLE), markdown());
        new Charts(results).write(folder);
    }

    String markdown() {
        machine();
        speed(results.works().stream().filter(work -> !Set.of("GEMM", "CALLERS").contains(work.id())).toList());
        results.works().stream().filter(work -> work.id().equals("GEMM")).forEach(this::gemm);
        results.works().stream().filter(work -> work.id().equals("CALLERS")).forEach(this::callers);
        memory();
        load();
        versions();
        return text.toString();
    }

    private void machine() {
        Machine machine = results.machine();
        line("%s, %d processors, %d threads; %s; %.0f GB; %s; %s.", machine.cpu(), machine.processors(), machine.threads(),
                String.join(" ", machine.flags()), machine.memoryBytes() / 1e9, machine.os(), machine.jdk());
        Results.Model model = results.model();
        line("Model: %s, %,d parameters, %d layers, sliding window %d.", model.name(), model.parameters(), model.layers(),
                model.slidingWindow());
        if (!results.sittings().isEmpty()) {
            line("Measured from %s to %s.", results.sittings().get(0).at(),
                    results.sittings().get(results.sittings().size() - 1).at());
        }
    }

    private void speed(List<Results.Work> works) {
        if (works.isEmpty()) {
            return;
        }
        line("");
        line("| work | subject | runs | median | tokens/s | Magibu fp32 faster by | Magibu int8 faster by | Magibu bf16 faster by | least cosine | |");
        line("|---|---|---|---|---|---|---|---|---|---|");
        for (Results.Work work : works) {
            for (Results.Contender contender : contenders(work)) {
                if (contender.measured()) {
                    line("| %s | %s | %d | %s | %,.0f | %s | %s | %s | %s | %s |", work.title(), contender.name(),
                            contender.rounds().size(), time(contender.median()), tokensPerCall(work) / contender.median(),
                            times(work, contender.name(), Peers.MAGIBU_FP32), times(work, contender.name(), Peers.MAGIBU_INT8),
                            times(work, contender.name(), Peers.MAGIBU_BF16),
                            cosine(contender.leastCosine()), orEmpty(contender.note()));
                } else {
                    line("| %s | %s | 0 | | | | | | | %s |", work.title(), contender.name(), orEmpty(contender.note()));
                }
            }
        }
    }

    private static List<Results.Contender> contenders(Results.Work work) {
        return work.names().stream().map(work::contender).filter(Objects::nonNull).toList();
    }

    /** W1 and the shorter works of LENGTH make many calls; their time is the median. */
    private static double tokensPerCall(Results.Work work) {
        boolean singles = work.id().equals("W1") || work.id().startsWith("LENGTH-");
        return singles ? (double) work.last().tokens() / work.last().texts() : work.last().tokens();
    }

    private static String times(Results.Work work, String name, String reference) {
        double ratio = name.equals(reference) ? Double.NaN : work.ratio(name, reference);
        return Double.isNaN(ratio) ? NONE : String.format(Locale.ROOT, "%.2f×", ratio);
    }

    private void gemm(Results.Work work) {
        line("");
        line("| 8 × 128 tokens | GFLOP/s in the linear layers | GFLOP/s of matrix products alone | share |");
        line("|---|---|---|---|");
        share(work, Peers.MAGIBU_FP32, "matrix product fp32");
        share(work, Peers.MAGIBU_INT8, "matrix product u8s8");
    }

    private void share(Results.Work work, String ours, String product) {
        Results.Contender model = work.contender(ours);
        Results.Contender gemm = work.contender(product);
        if (model != null && gemm != null && model.measured() && gemm.measured()) {
            double flop = Arithmetic.linear(results.model(), work.last().tokens());
            line("| %s | %.0f | %.0f | %.0f %% |", ours, flop / model.median() / 1e9, Gemm.FLOP / gemm.median() / 1e9,
                    100 * work.ratio(product, ours) * flop / Gemm.FLOP);
        }
    }

    private void callers(Results.Work work) {
        line("");
        line("| %s | rounds | calls/s | p50 | p99 | throughput against one after another | least cosine to one after another | |",
                work.title());
        line("|---|---|---|---|---|---|---|---|");
        for (Results.Contender contender : contenders(work)) {
            if (contender.measured() && contender.p50() != null && contender.p99() != null) {
                String single = subject(contender) + ", one after another";
                line("| %s | %d | %.0f | %s | %s | %s | %s | %s |", contender.name(), contender.rounds().size(),
                        work.last().texts() / contender.median(), time(contender.p50()), time(contender.p99()),
                        times(work, single, contender.name()), cosine(contender.leastCosine()), orEmpty(contender.note()));
            } else {
                line("| %s | 0 | | | | | | %s |", contender.name(), orEmpty(contender.note()));
            }
        }
    }

    private void memory() {
        List<String> lines = new ArrayList<>();
        for (Results.Work work : results.works()) {
            for (Results.Contender contender : contenders(work)) {
                Long peak = contender.peakBytes();
                Long weights = contender.weightBytes();
                if (Set.of("W3", "W4", "WINDOW").contains(work.id()) && peak != null && weights != null) {
                    lines.add(String.format(Locale.ROOT, "| %s | %s | %,.0f MB | %,.0f MB | %,.0f MB |", work.title(),
                            contender.name(), peak / MEGABYTE, weights / MEGABYTE, (peak - weights) / MEGABYTE));
                }
            }
        }
        if (!lines.isEmpty()) {
            line("");
            line("| resident at most | subject | all | weights | beyond these |");
            line("|---|---|---|---|---|");
            lines.forEach(this::line);
        }
    }

    private void load() {
        line("");
        line("| load | starts | median |");
        line("|---|---|---|");
        for (String name : names()) {
            List<Double> seconds = results.sittings().stream()
                    .flatMap(sitting -> sitting.contenders().stream())
                    .filter(contender -> subject(contender).equals(name))
                    .flatMap(contender -> contender.loads().stream())
                    .distinct() // several works of one process have one start
                    .toList();
            if (!seconds.isEmpty()) {
                line("| %s | %d | %s |", name, seconds.size(), time(Median.of(seconds)));
            }
        }
    }

    private void versions() {
        line("");
        for (String name : names()) {
            String versions = results.sittings().stream()
                    .flatMap(sitting -> sitting.contenders().stream())
                    .filter(contender -> subject(contender).equals(name) && !contender.version().isEmpty())
                    .map(Results.Contender::version)
                    .distinct()
                    .collect(Collectors.joining("; "));
            if (!versions.isEmpty()) {
                line("- %s: %s", name, versions);
            }
        }
    }

    private Set<String> names() {
        return results.sittings().stream()
                .flatMap(sitting -> sitting.contenders().stream())
                .map(Report::subject)
                .filter(name -> !name.startsWith("matrix product"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String subject(Results.Contender contender) {
        return contender.name().split(", ")[0];
    }

    private static String cosine(@Nullable Double cosine) {
        return cosine == null ? NONE : String.format(Locale.ROOT, "%.6f", cosine);
    }

    private static String orEmpty(@Nullable String note) {
        return note == null ? "" : note.replace('|', '/').replace('\n', ' ');
    }

    static String time(double seconds) {
        Function<String, String> format = pattern -> String.format(Locale.ROOT, pattern, seconds < 1 ? seconds * 1e3 : seconds);
        return seconds < 0.1 ? format.apply("%.1f ms") : seconds < 1 ? format.apply("%.0f ms") : format.apply("%.2f s");
    }

    private void line(String format, Object... values) {
        text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values)).append('\n');
    }
}
