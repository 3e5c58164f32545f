package ai.magibu.embedding.internal.batch;

import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts that go through the model together. */
final class Batch {

    /** Texts among which a batch is chosen, of all calls and of one: more make planning slower, not batches better. */
    private static final int CANDIDATES = 256;

    private static final int CANDIDATES_OF_A_CALL = 128;

    /** A text of a call. */
    record Row(BatchCall call, int index) {

        TokenizedText text() {
            return call.texts.get(index);
        }
    }

    /** The call that was first in the queue. */
    final BatchCall first;
    final List<Row> rows;
    /** The calls of the rows. */
    final Set<BatchCall> calls;
    final Cancellation cancellation = new Cancellation();

    private Batch(BatchCall first, List<Row> rows) {
        this.first = first;
        this.rows = rows;
        this.calls = rows.stream().map(Row::call).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The next batch of a call that shares none. */
    static Batch planned(BatchCall call) {
        return new Batch(call, Arrays.stream(call.plan.remove()).mapToObj(index -> new Row(call, index)).toList());
    }

    /** The batch with the first waiting text of the queue's first call, in the cheapest plan for what waits. */
    static Batch cheapest(Set<BatchCall> queue, BatchPlanner planner) {
        List<Row> candidates = new ArrayList<>(CANDIDATES);
        for (BatchCall call : queue) {
            int most = Math.min(CANDIDATES_OF_A_CALL, CANDIDATES - candidates.size());
            call.waiting.stream().limit(most).forEach(index -> candidates.add(new Row(call, index)));
        }
        int[] rows = planner.planTexts(candidates.stream().map(Row::text).toList()).stream()
                .filter(batch -> IntStream.of(batch).anyMatch(candidate -> candidate == 0))
                .findFirst()
                .orElseThrow();
        return new Batch(queue.iterator().next(), Arrays.stream(rows).mapToObj(candidates::get).toList());
    }

    List<TokenizedText> texts() {
        return rows.stream().map(Row::text).toList();
    }
}
