package ai.magibu.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to a subject: one line of JSON on its standard input.
 *
 * @param calls the texts to embed, call by call; each call is timed
 * @param ids the texts' token ids, call by call; null unless the subject has no tokenizer
 * @param batch the batch size; null for subjects that do not let users choose it
 * @param callers the number of threads that make the calls; each takes the next one
 * @param vectors whether the answer contains the vectors
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Request(
        List<List<String>> calls, @Nullable List<List<int[]>> ids, @Nullable Integer batch, int callers, boolean vectors) {

    static Request of(List<List<String>> calls) {
        return new Request(calls, null, null, 1, false);
    }

    Request withIds(List<List<int[]>> newIds) {
        return new Request(calls, newIds, batch, callers, vectors);
    }

    Request withBatch(@Nullable Integer newBatch) {
        return new Request(calls, ids, newBatch, callers, vectors);
    }

    Request withCallers(int newCallers) {
        return new Request(calls, ids, batch, newCallers, vectors);
    }

    Request withVectors() {
        return new Request(calls, ids, batch, callers, true);
    }
}
