package ai.magibu.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The works of a row, done by all entrants. In each round, every entrant gets a new process that is alone in memory: some machines take
 * memory away from idle processes. It loads the model, does each work untimed and then timed, and ends before the next entrant starts.
 * Every second round has the opposite order, so that a machine that becomes slower favors no entrant.
 */
final class Contest {

    /** The number of timed requests of a round, and the seconds after which no further one starts. */
    private static final int REQUESTS = 3;

    private static final double REQUESTS_SECONDS = 5;

    private final List<Task> tasks;
    private final MagibuTokens tokens;
    private final int runs;
    private final double secondsEach;
    private final Path logs;
    private final PrintStream progress;

    /**
     * @param runs the maximum number of rounds
     * @param secondsEach the seconds that the rounds of an entrant should not exceed, loads included; it skips rounds that probably would
     * @param logs the folder for the standard error of the processes
     */
    Contest(List<Work> works, MagibuTokens tokens, int runs, double secondsEach, Path logs, PrintStream progress) {
        this.tasks = works.stream().map(work -> Task.of(work, tokens)).toList();
        this.tokens = tokens;
        this.runs = runs;
        this.secondsEach = secondsEach;
        this.logs = logs;
        this.progress = progress;
    }

    /** An entrant with its measurements, one per work. */
    private static final class Turns {

        private final Entrant entrant;
        private final List<Tally> tallies;
        private int done;
        private double seconds;

        Turns(Entrant entrant, List<Tally> tallies) {
            this.entrant = entrant;
            this.tallies = tallies;
        }

        boolean fitInto(double secondsEach) {
            return tallies.stream().anyMatch(tally -> !tally.hasFailed()) && (done == 0 || seconds + seconds / done <= secondsEach);
        }
    }

    /** Returns the results, one sitting per work. */
    List<Results.Sitting> run(List<Entrant> entrants) {
        String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<Turns> order = new ArrayList<>();
        for (Entrant entrant : entrants) {
            order.add(new Turns(entrant, tasks.stream().map(task -> new Tally(entrant, task)).toList()));
        }
        List<Tally> tallies = order.stream().flatMap(turns -> turns.tallies.stream()).toList();
        for (int round = 0; round < runs; round++) {
            order.stream().filter(turns -> turns.fitInto(secondsEach)).forEach(this::take);
            Collections.reverse(order);
        }
        return tasks.stream().map(task -> sitting(task, at, tallies.stream().filter(tally -> tally.task().equals(task)).toList())).toList();
    }

    private static Results.Sitting sitting(Task task, String at, List<Tally> tallies) {
        return new Results.Sitting(
                task.work().id(),
                task.work().title(),
                at,
                task.work().texts(),
                task.tokens(),
                tallies.stream().map(tally -> tally.result(reference(tally, tallies))).toList());
    }

    /** With several callers, the vectors are compared with the same subject's own: a difference shows a mix-up, not the precision. */
    private static @Nullable Tally reference(Tally tally, List<Tally> tallies) {
        String name = tally.work().callers() > 1 ? tally.entrant().subject().name() : Peers.MAGIBU_FP32;
        return tallies.stream()
                .filter(other -> other.entrant().subject().name().equals(name) && other.entrant().callers() == 1)
                .findFirst()
                .orElse(null);
    }

    private void take(Turns turns) {
        long start = System.nanoTime();
        try (PeerProcess process = new PeerProcess(turns.entrant.subject(), logs)) {
            for (Tally tally : turns.tallies) {
                if (!tally.hasFailed()) {
                    measure(process, tally);
                }
            }
        } catch (PeerFailure e) {
            turns.tallies.forEach(tally -> fail(tally, e));
        }
        turns.done++;
        turns.seconds += (System.nanoTime() - start) / 1e9;
    }

    private void measure(PeerProcess process, Tally tally) {
        Work work = tally.work();
        Entrant entrant = tally.entrant();
        Request texts = tally.task().request();
        Request ids = process.greeting().wantsIds() ? texts.withIds(tokens.ids(texts.calls())) : texts;
        Request request = ids.withBatch(entrant.batch()).withCallers(entrant.callers());
        try {
            rejectTruncation(process.greeting().maxTokens(), tally);
            if (!work.firstCall()) {
                process.ask(request);
            }
            List<Answer> answers = new ArrayList<>();
            double spent = 0;
            while (answers.isEmpty() || (!work.firstCall() && answers.size() < REQUESTS && spent < REQUESTS_SECONDS)) {
                answers.add(process.ask(answers.isEmpty() && tally.isFirstRound() ? request.withVectors() : request));
                spent += answers.get(answers.size() - 1).elapsed();
            }
            boolean first = tally.isFirstRound();
            tally.add(process, answers);
            if (first && process.greeting().maxTokens() == null) {
                rejectTruncation(tokens.cut(process, work.longest()), tally);
            }
            progress.println(String.format(Locale.ROOT, "%s %s: %.4f s", work.id(), entrant.name(), tally.last()));
        } catch (PeerFailure e) {
            fail(tally, e);
        }
    }

    /** @param limit the number of tokens beyond which the entrant truncates a text; null if it does not, or if it is unknown */
    private static void rejectTruncation(@Nullable Integer limit, Tally tally) throws PeerFailure {
        if (limit != null && limit < tally.work().longest()) {
            tally.note("cuts at " + limit);
            if (tally.work().texts() == 1) {
                throw new PeerFailure("cuts at " + limit + " tokens");
            }
        }
    }

    private void fail(Tally tally, PeerFailure failure) {
        tally.fail(failure);
        progress.println(tally.work().id() + " " + tally.entrant().name() + ": " + Objects.requireNonNull(failure.getMessage()));
    }
}
