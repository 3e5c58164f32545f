package ai.magibu.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subject is asked, as one line of JSON on its standard input.
 *
 * @param calls texts to embed, call by call; each call is timed
 * @param ids the texts' token ids, call by call, for subjects without a tokenizer of their own
 * @param batch texts of one batch, for subjects that leave the choice to their users
 * @param callers threads that make the calls, each the next one that is left
 * @param vectors whether the vectors are wanted
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
