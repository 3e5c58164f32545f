package ai.magibu.embedding.internal.weights;

import ai.magibu.embedding.internal.safetensors.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The expected size of each channel of the residual stream, from the weights alone. Gemma3 normalizes each addition to the stream,
 * so a channel's mean square is that of the embeddings plus, for each addition so far, the square of the norm's weight for it.
 * Trained checkpoints have a few channels far above the others; in 8 bits these would leave no levels to the rest.
 */
public final class ResidualChannels {

    /** How many times the median a channel must be to count as an outlier. */
    private static final double FAR_ABOVE = 6;

    private final double[] meanSquares;

    /** @param embeddings root mean square of each channel of the scaled embeddings, with which the stream begins */
    public ResidualChannels(float[] embeddings) {
        meanSquares = new double[embeddings.length];
        for (int i = 0; i < embeddings.length; i++) {
            meanSquares[i] = (double) embeddings[i] * embeddings[i];
        }
    }

    /** Notes that a value is added that went through this norm. */
    public void add(Tensor norm) throws IOException {
        float[] weights = norm.floats();
        for (int i = 0; i < weights.length; i++) {
            meanSquares[i] += Math.pow(1 + weights[i], 2);
        }
    }

    /** Returns the channels that stand out after the stream has gone through this norm, ascending. */
    public int[] outliers(Tensor norm) throws IOException {
        float[] weights = norm.floats();
        double[] magnitudes = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            magnitudes[i] = Math.sqrt(meanSquares[i]) * Math.abs(1 + weights[i]);
        }
        double[] sorted = magnitudes.clone();
        Arrays.sort(sorted);
        double limit = FAR_ABOVE * sorted[sorted.length / 2];
        return IntStream.range(0, magnitudes.length).filter(i -> magnitudes[i] > limit).toArray();
    }
}
