package ai.magibu.cli.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A row of the benchmark: texts that are embedded in one call.
 *
 * @param lengths the lengths of the texts, in tokens
 * @param maxRuns most runs that are measured
 * @param seconds no run is begun that would probably end later than this after the first one began
 */
record Workload(String name, List<Integer> lengths, int maxRuns, double seconds) {

    private static final int SHORTEST_MIXED = 8;
    private static final int LONGEST_MIXED = 2048;

    /** Log-normal with median 120 and sigma 1: 64 evenly spaced quantiles, shuffled. */
    private static final List<Integer> MIXED = List.of(
            82, 51, 300, 24, 72, 31, 595, 470, 21, 127, 45, 39, 109, 97, 93, 42, 200, 69, 876, 48, 230, 168, 60, 162, 394, 428,
            122, 85, 254, 191, 79, 209, 183, 132, 138, 219, 75, 699, 149, 57, 1346, 319, 11, 155, 101, 268, 16, 365, 34, 54, 89,
            176, 113, 105, 524, 118, 37, 63, 27, 241, 283, 341, 143, 66);

    /** Those that a model takes. */
    static List<Workload> of(int maxTokens) {
        List<Workload> workloads = new ArrayList<>();
        workloads.add(new Workload("one query of 16 tokens", List.of(16), 101, 2));
        workloads.add(new Workload("32 texts of 128 tokens", Collections.nCopies(32, 128), 5, 12));
        workloads.add(new Workload("64 texts of mixed length", mixed(maxTokens), 3, 14));
        workloads.add(new Workload("one text of 512 tokens", List.of(512), 7, 4));
        workloads.add(new Workload("one text of 2048 tokens", List.of(2048), 5, 8));
        return workloads.stream()
                .filter(workload -> Collections.max(workload.lengths) <= maxTokens)
                .toList();
    }

    private static List<Integer> mixed(int maxTokens) {
        int longest = Math.max(SHORTEST_MIXED, Math.min(LONGEST_MIXED, maxTokens));
        return MIXED.stream()
                .map(length -> Math.max(SHORTEST_MIXED, Math.min(longest, length)))
                .toList();
    }

    List<String> texts(BenchTexts texts) {
        return IntStream.range(0, lengths.size())
                .mapToObj(i -> texts.ofTokens(lengths.get(i), i))
                .toList();
    }
}
