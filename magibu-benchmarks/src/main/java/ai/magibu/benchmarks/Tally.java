package ai.magibu.benchmarks;

import ai.magibu.embedding.MagibuEmbedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The measurements of an entrant in one piece of work. */
final class Tally {

    private final Entrant entrant;
    private final Task task;
    private final List<Double> rounds = new ArrayList<>();
    private final List<Double> calls = new ArrayList<>();
    private final List<Double> loads = new ArrayList<>();
    private @Nullable Greeting greeting;
    private @Nullable Long peakBytes;
    private @Nullable List<float[]> vectors;
    private @Nullable String note;
    private @Nullable String failure;

    Tally(Entrant entrant, Task task) {
        this.entrant = entrant;
        this.task = task;
    }

    Entrant entrant() {
        return entrant;
    }

    Task task() {
        return task;
    }

    Work work() {
        return task.work();
    }

    boolean isFirstRound() {
        return rounds.isEmpty();
    }

    boolean hasFailed() {
        return failure != null;
    }

    void fail(PeerFailure reason) {
        failure = reason.getMessage();
    }

    void note(String remark) {
        note = remark;
    }

    /**
     * Adds a round.
     *
     * @param process the process of this round, with its memory after it
     * @param answers the answers to the same request; the first one may contain the vectors
     */
    void add(PeerProcess process, List<Answer> answers) {
        Answer first = answers.get(0);
        vectors = first.vectors() == null ? vectors : first.vectors();
        if (first.tokens() != null && first.tokens() > 0 && first.tokens() != task.tokens()) {
            note(String.format(Locale.ROOT, "reads %d of %d tokens", first.tokens(), task.tokens()));
        }
        List<Double> seconds = answers.stream().flatMap(answer -> answer.seconds().stream()).toList();
        rounds.add(Median.of(work().callers() > 1 ? answers.stream().map(Answer::elapsed).toList() : seconds));
        calls.addAll(seconds);
        greeting = process.greeting();
        loads.add(greeting.loadSeconds());
        Long peak = process.peakBytes();
        peakBytes = peak == null || (peakBytes != null && peakBytes > peak) ? peakBytes : peak;
    }

    /** Returns the seconds of the last round. */
    double last() {
        return rounds.get(rounds.size() - 1);
    }

    /** @param reference the measurements whose vectors should be the same; null if they are unknown */
    Results.Contender result(@Nullable Tally reference) {
        if (failure != null || greeting == null) {
            return Results.Contender.failed(entrant.name(), failure == null ? "was not measured" : failure);
        }
        return new Results.Contender(
                entrant.name(),
                greeting.version(),
                List.copyOf(rounds),
                work().callers() > 1 ? Median.of(calls) : null,
                work().callers() > 1 ? Median.of(calls, 0.99) : null,
                List.copyOf(loads),
                peakBytes,
                greeting.weightBytes(),
                greeting.sameVectors() && reference != null ? leastCosine(reference.vectors, vectors) : null,
                note);
    }

    private static @Nullable Double leastCosine(@Nullable List<float[]> expected, @Nullable List<float[]> actual) {
        if (expected == null || actual == null || expected.size() != actual.size()) {
            return null;
        }
        double least = 1;
        for (int i = 0; i < expected.size(); i++) {
            least = Math.min(least, MagibuEmbedder.similarity(expected.get(i), actual.get(i)));
        }
        return least;
    }
}
