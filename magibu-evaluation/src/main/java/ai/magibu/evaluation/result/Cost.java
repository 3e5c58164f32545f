package ai.magibu.evaluation.result;

import java.time.Duration;

/**
 * The time and the amount of work of a task.
 *
 * @param total the time of the task without loading the model
 * @param encoding the time in the model; smaller than usual if vectors of an earlier run were there
 * @param texts the number of distinct texts
 * @param encodedTexts the number of texts that went through the model in this run; the others had their vectors
 * @param tokens the number of tokens that went through the model in this run; -1 if the model does not tell
 * @param truncated the number of texts that did not fit into the model; -1 if the model does not tell
 */
public record Cost(Duration total, Duration encoding, int texts, int encodedTexts, long tokens, long truncated) {

    /** Returns the tokens per second in the model; NaN if they are not known. */
    public double tokensPerSecond() {
        return tokens <= 0 || encoding.isZero() ? Double.NaN : tokens / (encoding.toNanos() / 1e9);
    }
}
