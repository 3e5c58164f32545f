package ai.magibu.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that was measured with a model on a machine: the file {@code results.json}. */
record Results(Machine machine, Model model, List<Sitting> sittings) {

    /**
     * The model, as far as the arithmetic needs it.
     *
     * @param linearFlopPerToken multiplications and additions in the layers' matrices, for each token
     */
    record Model(
            String name,
            String fingerprint,
            long parameters,
            int layers,
            int fullLayers,
            int attentionHeads,
            int headDimension,
            int slidingWindow,
            double linearFlopPerToken) {}

    /**
     * One piece of work, done by several contenders in turns.
     *
     * @param at when it began
     */
    record Sitting(String work, String title, String at, int texts, long tokens, List<Contender> contenders) {

        @Nullable Contender contender(String name) {
            return contenders.stream().filter(contender -> contender.name().equals(name)).findFirst().orElse(null);
        }
    }

    /**
     * How a contender did.
     *
     * @param name the subject, with the batch size or the callers where these make the difference
     * @param rounds seconds, round by round: of one call, in the middle of the round's calls; of all calls where they are made at
     *     once
     * @param p50 seconds of one call, where calls are made at once
     * @param p99 likewise
     * @param peakBytes resident at most, from its start to the end of this work
     * @param weightBytes of the weights in the form in which they are run, once
     * @param leastCosine to our float32 vectors, over all texts; null where the vectors are not meant to be the same
     * @param note what is to be known: where it cuts, or why it was not measured
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Contender(
            String name,
            String version,
            List<Double> rounds,
            @Nullable Double p50,
            @Nullable Double p99,
            @Nullable Double loadSeconds,
            @Nullable Long peakBytes,
            @Nullable Long weightBytes,
            @Nullable Double leastCosine,
            @Nullable String note) {

        static Contender failed(String name, String reason) {
            return new Contender(name, "", List.of(), null, null, null, null, null, null, reason);
        }

        Contender withRounds(List<Double> newRounds) {
            return new Contender(
                    name, version, newRounds, p50, p99, loadSeconds, peakBytes, weightBytes, leastCosine, note);
        }

        boolean measured() {
            return !rounds.isEmpty();
        }

        double median() {
            return Median.of(rounds);
        }
    }

    /** This file's content; null if there is none. */
    static @Nullable Results read(Path file) throws IOException {
        return Files.exists(file) ? Json.FILES.readValue(file.toFile(), Results.class) : null;
    }

    void write(Path file) throws IOException {
        Json.FILES.writeValue(file.toFile(), this);
    }

    Results with(Sitting sitting) {
        List<Sitting> more = new ArrayList<>(sittings);
        more.add(sitting);
        return new Results(machine, model, List.copyOf(more));
    }

    /** All sittings of a work, work by work: their rounds count together, their ratios are taken within a round. */
    List<Work> works() {
        Map<String, List<Sitting>> works = new LinkedHashMap<>();
        sittings.forEach(sitting -> works.computeIfAbsent(sitting.work(), id -> new ArrayList<>()).add(sitting));
        return works.entrySet().stream().map(work -> new Work(work.getKey(), work.getValue())).toList();
    }

    /** @param sittings at least one */
    record Work(String id, List<Sitting> sittings) {

        String title() {
            return last().title();
        }

        Sitting last() {
            return sittings.get(sittings.size() - 1);
        }

        Set<String> names() {
            Set<String> names = new LinkedHashSet<>();
            sittings.forEach(sitting -> sitting.contenders().forEach(contender -> names.add(contender.name())));
            return names;
        }

        /** A contender with the rounds of all sittings; what is no list is of the last one in which it was measured. */
        @Nullable Contender contender(String name) {
            Contender latest = null;
            List<Double> rounds = new ArrayList<>();
            for (Sitting sitting : sittings) {
                Contender contender = sitting.contender(name);
                if (contender != null) {
                    rounds.addAll(contender.rounds());
                    latest = latest == null || contender.measured() ? contender : latest;
                }
            }
            return latest == null ? null : latest.withRounds(rounds);
        }

        /** The median of the ratios of the rounds that both have; NaN if they have none in common. */
        double ratio(String above, String below) {
            List<Double> ratios = new ArrayList<>();
            for (Sitting sitting : sittings) {
                Contender numerator = sitting.contender(above);
                Contender denominator = sitting.contender(below);
                if (numerator != null && denominator != null) {
                    int common = Math.min(numerator.rounds().size(), denominator.rounds().size());
                    for (int round = 0; round < common; round++) {
                        ratios.add(numerator.rounds().get(round) / denominator.rounds().get(round));
                    }
                }
            }
            return ratios.isEmpty() ? Double.NaN : Median.of(ratios);
        }
    }
}
