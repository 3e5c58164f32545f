package ai.magibu.benchmarks;

import ai.magibu.embedding.MagibuEmbedder;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work done by all contenders, which take turns: one round each, then the next round, so that a machine that becomes slower
 * does so for all of them.
 */
final class Contest {

    /** The number of texts for trying a batch size. */
    private static final int TRIAL_TEXTS = 32;

    /** The pause before each turn, because threads of the previous contender may still spin. */
    private static final long PAUSE_MILLIS = 300;

    private static final int WARM_UP_TEXTS = 8;
    private static final int WARM_UP_TOKENS = 512;
    private static final int DEFAULT_BATCH = 32;
    private static final List<Integer> BATCHES = List.of(2, 4, 8, 16, DEFAULT_BATCH);

    private final Work work;
    private final MagibuTokens tokens;
    private final int runs;
    private final double secondsEach;
    private final @Nullable Integer bestBatch;
    private final PrintStream progress;

    /**
     * @param runs the maximum number of rounds
     * @param secondsEach the seconds that a contender should not exceed; it skips rounds that probably would
     * @param bestBatch the best batch size; null if it has to be found
     */
    Contest(
            Work work, MagibuTokens tokens, int runs, double secondsEach, @Nullable Integer bestBatch, PrintStream progress) {
        this.work = work;
        this.tokens = tokens;
        this.runs = runs;
        this.secondsEach = secondsEach;
        this.bestBatch = bestBatch;
        this.progress = progress;
    }

    /** A contender: a subject with one way of calling it. */
    private static final class Entrant {

        private final PeerProcess process;
        private final String name;
        private final @Nullable Integer batch;
        private final int callers;
        private final List<Double> rounds = new ArrayList<>();
        private final List<Double> calls = new ArrayList<>();
        private double spent;
        private @Nullable List<float[]> vectors;
        private @Nullable String failure;
        private @Nullable String note;

        Entrant(PeerProcess process, String name, @Nullable Integer batch, int callers) {
            this.process = process;
            this.name = name;
            this.batch = batch;
            this.callers = callers;
        }
    }

    Results.Sitting run(List<PeerProcess> processes) {
        String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Request request = Request.of(work.make(tokens.texts()));
        long count = request.calls().stream().flatMap(List::stream).mapToLong(tokens::count).sum();
        List<Entrant> entrants = new ArrayList<>();
        for (PeerProcess process : processes) {
            entrants.addAll(entrants(process));
        }
        entrants.forEach(entrant -> warmUp(entrant, request));
        for (int round = 0; round < runs; round++) {
            for (Entrant entrant : entrants) {
                if (entrant.failure == null && mayRun(entrant)) {
                    round(entrant, request, count);
                }
            }
        }
        List<float[]> ours = ours(entrants);
        List<Results.Contender> contenders = entrants.stream().map(entrant -> result(entrant, ours)).toList();
        return new Results.Sitting(work.id(), work.title(), at, work.texts(), count, contenders);
    }

    private List<Entrant> entrants(PeerProcess process) {
        String name = process.subject().name();
        if (work.callers() > 1) {
            return List.of(
                    new Entrant(process, name + ", one after another", null, 1),
                    new Entrant(process, name + ", " + work.callers() + " callers", null, work.callers()));
        }
        if (!work.batches() || !process.subject().takesBatch()) {
            return List.of(new Entrant(process, name, null, 1));
        }
        try {
            int best = bestBatch == null ? findBatch(process) : bestBatch;
            Entrant ofBest = new Entrant(process, name + ", batch " + best, best, 1);
            return best == DEFAULT_BATCH
                    ? List.of(ofBest)
                    : List.of(ofBest, new Entrant(process, name + ", batch " + DEFAULT_BATCH, DEFAULT_BATCH, 1));
        } catch (PeerFailure e) {
            Entrant failed = new Entrant(process, name, null, 1);
            failed.failure = e.getMessage();
            return List.of(failed);
        }
    }

    private int findBatch(PeerProcess process) throws PeerFailure {
        List<String> texts = work.make(tokens.texts()).get(0);
        List<List<String>> some = List.of(texts.subList(0, Math.min(TRIAL_TEXTS, texts.size())));
        ask(process, Request.of(List.of(some.get(0).subList(0, 1))));
        int best = DEFAULT_BATCH;
        double least = Double.MAX_VALUE;
        for (int batch : BATCHES) {
            double seconds = ask(process, Request.of(some).withBatch(batch)).elapsed();
            log("%s, batch %d: %.2f s for %d texts", process.subject().name(), batch, seconds, some.get(0).size());
            if (seconds < least) {
                least = seconds;
                best = batch;
            }
        }
        return best;
    }

    private void warmUp(Entrant entrant, Request request) {
        if (entrant.failure != null) {
            return;
        }
        try {
            Integer limit = entrant.process.greeting().maxTokens();
            if (limit == null) {
                limit = tokens.cut(entrant.process, work.longest());
            }
            if (limit != null && limit < work.longest()) {
                entrant.note = "cuts at " + limit;
                if (work.texts() == 1) {
                    throw new PeerFailure("cuts at " + limit + " tokens");
                }
            }
            List<String> first = request.calls().get(0);
            List<List<String>> calls = work.longest() > WARM_UP_TOKENS && first.size() == 1
                    ? List.of(List.of(tokens.texts().ofTokens(WARM_UP_TOKENS, 0)))
                    : List.of(first.subList(0, Math.min(WARM_UP_TEXTS, first.size())));
            for (int i = 0; i < 3; i++) {
                ask(entrant.process, new Request(calls, null, entrant.batch, 1, false));
            }
        } catch (PeerFailure e) {
            fail(entrant, e);
        }
    }

    private boolean mayRun(Entrant entrant) {
        int done = entrant.rounds.size();
        return done == 0 || entrant.spent + entrant.spent / done <= secondsEach;
    }

    private void round(Entrant entrant, Request request, long count) {
        try {
            Request asked = request.withBatch(entrant.batch).withCallers(entrant.callers);
            Answer answer = ask(entrant.process, entrant.rounds.isEmpty() ? asked.withVectors() : asked);
            if (answer.vectors() != null) {
                entrant.vectors = answer.vectors();
            }
            if (answer.tokens() != null && answer.tokens() > 0 && answer.tokens() != count) {
                entrant.note = String.format(Locale.ROOT, "reads %d of %d tokens", answer.tokens(), count);
            }
            double seconds = work.callers() > 1 ? answer.elapsed() : Median.of(answer.seconds());
            entrant.rounds.add(seconds);
            entrant.calls.addAll(answer.seconds());
            entrant.spent += answer.elapsed();
            log("%s %s: %.4f s", work.id(), entrant.name, seconds);
        } catch (PeerFailure e) {
            fail(entrant, e);
        }
    }

    private Answer ask(PeerProcess process, Request request) throws PeerFailure {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerFailure("was interrupted");
        }
        return process.ask(process.greeting().wantsIds() ? request.withIds(tokens.ids(request.calls())) : request);
    }

    private void fail(Entrant entrant, PeerFailure failure) {
        entrant.failure = failure.getMessage();
        log("%s %s: %s", work.id(), entrant.name, Objects.requireNonNull(failure.getMessage()));
    }

    private static @Nullable List<float[]> ours(List<Entrant> entrants) {
        return entrants.stream()
                .filter(entrant -> entrant.process.subject().name().equals(Peers.MAGIBU_FP32))
                .map(entrant -> entrant.vectors)
                .findFirst()
                .orElse(null);
    }

    private Results.Contender result(Entrant entrant, @Nullable List<float[]> ours) {
        if (entrant.failure != null) {
            return Results.Contender.failed(entrant.name, entrant.failure);
        }
        Greeting greeting = entrant.process.greeting();
        return new Results.Contender(
                entrant.name,
                greeting.version(),
                List.copyOf(entrant.rounds),
                work.callers() > 1 ? Median.of(entrant.calls) : null,
                work.callers() > 1 ? Median.of(entrant.calls, 0.99) : null,
                greeting.loadSeconds(),
                entrant.process.peakBytes(),
                greeting.weightBytes(),
                greeting.sameVectors() ? leastCosine(ours, entrant.vectors) : null,
                entrant.note);
    }

    private static @Nullable Double leastCosine(@Nullable List<float[]> ours, @Nullable List<float[]> theirs) {
        if (ours == null || theirs == null || ours.size() != theirs.size()) {
            return null;
        }
        double least = 1;
        for (int i = 0; i < ours.size(); i++) {
            least = Math.min(least, MagibuEmbedder.similarity(ours.get(i), theirs.get(i)));
        }
        return least;
    }

    private void log(String format, Object... values) {
        progress.println(String.format(Locale.ROOT, format, values));
    }
}
