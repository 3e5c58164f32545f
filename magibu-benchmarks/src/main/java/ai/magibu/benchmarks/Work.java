package ai.magibu.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A piece of work for all subjects.
 *
 * @param id the name in results and on the command line
 * @param lengths the lengths of the texts in tokens, call by call
 * @param callers the number of callers; if there are several, concurrent calls are measured as well as sequential ones
 * @param batches whether the batch size matters, so that peers are measured with their default and with their best size
 * @param firstCall whether the first call of a process is measured, which is not warmed up
 */
record Work(String id, String title, List<List<Integer>> lengths, int callers, boolean batches, boolean firstCall) {

    private static final int[] GROWTH = {16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192};

    /** Returns the works of a row; empty if its texts exceed the model's limit. */
    static List<Work> of(Row row, int maxTokens) {
        List<Work> works = switch (row) {
            case W1 -> List.of(single("W1", "one query of 16 tokens", calls(21, 16)));
            case W2 -> List.of(batch("W2", "128 texts of 128 tokens", Collections.nCopies(128, 128)));
            case W2_8 -> List.of(single("W2-8", "8 texts of 128 tokens", List.of(Collections.nCopies(8, 128))));
            case W3 -> List.of(new Work(
                    "W3", "200 texts of mixed length, first call included", List.of(mixed(200, maxTokens)), 1, true, true));
            case W4 -> List.of(single("W4", "one text of 8,192 tokens", calls(1, 8192)));
            case W4_4096 -> List.of(single("W4-4096", "one text of 4,096 tokens", calls(1, 4096)));
            case W4_2048 -> List.of(single("W4-2048", "one text of 2,048 tokens", calls(1, 2048)));
            case W4_512 -> List.of(single("W4-512", "one text of 512 tokens", calls(1, 512)));
            case WINDOW -> List.of(single("WINDOW", "one text of 8,192 tokens, other window", calls(1, 8192)));
            case GEMM -> List.of(single("GEMM", "8 texts of 128 tokens, and matrix products", List.of(Collections.nCopies(8, 128))));
            case CALLERS -> List.of(new Work("CALLERS", "16 callers, queries of 16 tokens", calls(160, 16), 16, false, false));
            case LENGTH -> growingLengths();
            case BATCH -> growingBatches();
        };
        return works.stream().filter(work -> work.longest() <= maxTokens).toList();
    }

    private static List<Work> growingLengths() {
        List<Work> works = new ArrayList<>();
        for (int length : GROWTH) {
            works.add(single("LENGTH-" + length, "one text of " + length + " tokens", calls(Math.max(1, 256 / length), length)));
        }
        return works;
    }

    private static List<Work> growingBatches() {
        List<Work> works = new ArrayList<>();
        for (int texts = 1; texts <= 16; texts *= 2) {
            works.add(single("BATCH-" + texts, texts + " texts of 128 tokens", List.of(Collections.nCopies(texts, 128))));
        }
        return works;
    }

    private static Work single(String id, String title, List<List<Integer>> lengths) {
        return new Work(id, title, lengths, 1, false, false);
    }

    private static Work batch(String id, String title, List<Integer> lengths) {
        return new Work(id, title, List.of(lengths), 1, true, false);
    }

    private static List<List<Integer>> calls(int count, int tokens) {
        return Collections.nCopies(count, List.of(tokens));
    }

    /** Returns log-normal lengths with median 120 and sigma 1, from 8 to 2,048, the same each time. */
    private static List<Integer> mixed(int count, int maxTokens) {
        Random random = new Random(120);
        int longest = Math.min(2048, maxTokens);
        return IntStream.range(0, count)
                .mapToObj(i -> (int) Math.max(8, Math.min(longest, Math.round(120 * Math.exp(random.nextGaussian())))))
                .toList();
    }

    int longest() {
        return lengths.stream().flatMap(List::stream).mapToInt(Integer::intValue).max().orElse(0);
    }

    int texts() {
        return lengths.stream().mapToInt(List::size).sum();
    }

    /** Returns texts of those lengths. */
    List<List<String>> make(Texts texts) {
        List<List<String>> calls = new ArrayList<>();
        int made = 0;
        for (List<Integer> call : lengths) {
            List<String> of = new ArrayList<>();
            for (int length : call) {
                of.add(texts.ofTokens(length, made++));
            }
            calls.add(of);
        }
        return calls;
    }
}
