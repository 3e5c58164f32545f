package ai.magibu.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A subject's first line: it has loaded and waits for requests.
 *
 * @param version of the program and what it runs on
 * @param loadSeconds from the files to a model that can run
 * @param maxTokens the longest text it takes whole; null where it does not say, so that it has to be tried out
 * @param weightBytes of the weights in the form in which they are run, once
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
