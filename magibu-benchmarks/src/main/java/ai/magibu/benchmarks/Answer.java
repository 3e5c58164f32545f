package ai.magibu.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subject answers to a {@link Request}, as one line of JSON on its standard output.
 *
 * @param seconds of each call, from the texts to the vectors
 * @param elapsed seconds of all calls
 * @param tokens that were embedded in all calls; null where the subject cannot tell
 * @param vectors of all texts in their order; null unless asked for
 * @param error what went wrong; the rest is then empty
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Answer(
        List<Double> seconds,
        double elapsed,
        @Nullable Long tokens,
        @Nullable List<float[]> vectors,
        @Nullable String error) {

    static Answer failed(Exception failure) {
        return new Answer(List.of(), 0, null, null, failure.toString());
    }
}
