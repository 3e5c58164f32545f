package ai.magibu.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a subject that has loaded and waits for requests.
 *
 * @param version the versions of the program and of its runtime
 * @param loadSeconds the seconds from the files to a model that can run
 * @param maxTokens the length of the longest text that is not truncated; null if unknown, so that it has to be tried out
 * @param weightBytes the size of one copy of the weights in the form in which they run
 * @param sameVectors whether its vectors should be the model's
 * @param wantsIds whether it needs token ids
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Greeting(
        String version,
        double loadSeconds,
        @Nullable Integer maxTokens,
        @Nullable Long weightBytes,
        boolean sameVectors,
        boolean wantsIds) {}
