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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All measurements of a model on a machine: the file {@code results.json}. */
record Results(Machine machine, Model model, List<Sitting> sittings) {

    /**
     * The properties of the model that the arithmetic needs.
     *
     * @param linearFlopPerToken the multiplications and additions per token in the layers' matrices
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
     * A piece of work of several contenders, which take turns: a process each in every round.
     *
     * @param at the time at which it started
     */
    record Sitting(String work, String title, String at, int texts, long tokens, List<Contender> contenders) {

        @Nullable
        Contender contender(String name) {
            return contenders.stream().filter(contender -> contender.name().equals(name)).findFirst().orElse(null);
        }

        Sitting with(List<Contender> more) {
            return new Sitting(work, title, at, texts, tokens, Stream.concat(contenders.stream(), more.stream()).toList());
        }
    }

    /**
     * The results of a contender.
     *
     * @param name the subject, with its batch size or number of callers if several are compared
     * @param rounds the seconds of each round: of the median call, or of all calls if they are concurrent
     * @param p50 the median seconds of a call, if calls are concurrent
     * @param p99 the 99th percentile of the seconds of a call, if calls are concurrent
     * @param loads the seconds of each round's process from the files to a model that can run
     * @param peakBytes the maximum resident memory of all rounds, from the start of the process to the end of this work
     * @param weightBytes the size of one copy of the weights in the form in which they run
     * @param leastCosine the least cosine over all texts to our float32 vectors or, with several callers, to the subject's own vectors;
     *     null if the vectors are meant to differ
     * @param note a remark, such as where it truncates or why it was not measured
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Contender(
            String name,
            String version,
            List<Double> rounds,
            @Nullable Double p50,
            @Nullable Double p99,
            List<Double> loads,
            @Nullable Long peakBytes,
            @Nullable Long weightBytes,
            @Nullable Double leastCosine,
            @Nullable String note) {

        static Contender failed(String name, String reason) {
            return new Contender(name, "", List.of(), null, null, List.of(), null, null, null, reason);
        }

        Contender withRounds(List<Double> newRounds) {
            return new Contender(
                    name, version, newRounds, p50, p99, loads, peakBytes, weightBytes, leastCosine, note);
        }

        boolean measured() {
            return !rounds.isEmpty();
        }

        double median() {
            return Median.of(rounds);
        }
    }

    /** Reads the file; returns null if it does not exist. */
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

    /** Merges all sittings of each work: their rounds count together, their ratios are taken within a round. */
    List<Work> works() {
        Map<String, List<Sitting>> works = new LinkedHashMap<>();
        sittings.forEach(sitting -> works.computeIfAbsent(sitting.work(), id -> new ArrayList<>()).add(sitting));
        return works.entrySet().stream().map(work -> new Work(work.getKey(), work.getValue())).toList();
    }

    /** @param sittings the sittings of one work, at least one */
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

        /** Returns a contender with the rounds of all sittings; its other values come from the last sitting that measured it. */
        @Nullable
        Contender contender(String name) {
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

        /** Returns the median of the ratios of the rounds that both have; NaN if they have no round in common. */
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
