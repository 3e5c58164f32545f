package ai.magibu.benchmarks;

import ai.magibu.embedding.api.Precision;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the entrants of a row, and the best batch size of those that let users choose it. */
final class Entrants {

    /** The number of texts for trying a batch size. */
    private static final int TRIAL_TEXTS = 32;

    private static final int DEFAULT_BATCH = 32;
    private static final List<Integer> BATCHES = List.of(2, 4, 8, 16, DEFAULT_BATCH);

    private final Peers subjects;
    private final MagibuTokens tokens;
    private final @Nullable Integer bestBatch;
    private final Path logs;
    private final PrintStream progress;

    /**
     * @param bestBatch the best batch size; null if it has to be found
     * @param logs the folder for the standard error of the processes
     */
    Entrants(Peers subjects, MagibuTokens tokens, @Nullable Integer bestBatch, Path logs, PrintStream progress) {
        this.subjects = subjects;
        this.tokens = tokens;
        this.bestBatch = bestBatch;
        this.logs = logs;
        this.progress = progress;
    }

    /** Returns Magibu's entrants. */
    List<Entrant> magibu(Row row, Work work, Path model, List<Precision> precisions) {
        List<Entrant> entrants = new ArrayList<>();
        for (Precision precision : precisions) {
            if (row == Row.GEMM && precision == Precision.BF16) {
                continue; // ONNX Runtime has no such matrix product on the CPU
            }
            Subject subject = subjects.magibu(model, precision, false);
            if (work.callers() > 1) {
                entrants.add(Entrant.oneAfterAnother(subject));
                entrants.add(Entrant.withCallers(subject, work.callers()));
                entrants.add(Entrant.sharingBatches(subjects.magibu(model, precision, true), work.callers()));
            } else {
                entrants.add(Entrant.of(subject));
            }
            if (row == Row.GEMM) {
                entrants.add(Entrant.of(subjects.gemm(precision)));
            }
        }
        return entrants;
    }

    /**
     * Returns a peer's entrants; empty if it does not take part in this row.
     *
     * @throws PeerFailure if the files that it needs cannot be made, or it fails while its best batch size is searched
     */
    List<Entrant> peer(Peers.Peer peer, Row row, Work work, Path model) throws PeerFailure {
        if (row == Row.GEMM || (row == Row.WINDOW && !peer.readsModel())) {
            return List.of();
        }
        List<Entrant> entrants = new ArrayList<>();
        for (Subject subject : subjects.of(peer, model)) {
            if (work.callers() > 1) {
                if (subject.takesCallers()) {
                    entrants.add(Entrant.oneAfterAnother(subject));
                    entrants.add(Entrant.withCallers(subject, work.callers()));
                }
            } else if (work.batches() && subject.takesBatch()) {
                int best = bestBatch == null ? findBatch(subject, work) : bestBatch;
                entrants.add(Entrant.withBatch(subject, best));
                if (best != DEFAULT_BATCH) {
                    entrants.add(Entrant.withBatch(subject, DEFAULT_BATCH));
                }
            } else {
                entrants.add(Entrant.of(subject));
            }
        }
        return entrants;
    }

    private int findBatch(Subject subject, Work work) throws PeerFailure {
        List<String> texts = work.make(tokens.texts()).get(0);
        Request some = Request.of(List.of(texts.subList(0, Math.min(TRIAL_TEXTS, texts.size()))));
        int best = DEFAULT_BATCH;
        double least = Double.MAX_VALUE;
        try (PeerProcess process = new PeerProcess(subject, logs)) {
            process.ask(Request.of(List.of(texts.subList(0, 1))));
            for (int batch : BATCHES) {
                double seconds = process.ask(some.withBatch(batch)).elapsed();
                progress.println(String.format(Locale.ROOT, "%s, batch %d: %.2f s", subject.name(), batch, seconds));
                if (seconds < least) {
                    least = seconds;
                    best = batch;
                }
            }
        }
        return best;
    }
}
