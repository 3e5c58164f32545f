package ai.magibu.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subject's answer to a {@link Request}: one line of JSON on its standard output.
 *
 * @param seconds the seconds of each call, from the texts to the vectors
 * @param elapsed the seconds of all calls together
 * @param tokens the number of tokens embedded in all calls; null if the subject does not count them
 * @param vectors the vectors of all texts in their order; null unless requested
 * @param error the error; all other values are then empty
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
