package ai.magibu.embedding.internal.weights;

import ai.magibu.embedding.internal.model.ModelWeights;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * x · matrix + bias.
 *
 * @param bias the bias; null for none
 */
public record Affine(Matrix matrix, float @Nullable [] bias) {

    public static Affine of(ModelWeights.Dense dense) throws IOException {
        return new Affine(Matrix.joined(dense.matrix()), dense.bias() == null ? null : dense.bias().floats());
    }

    /** Returns whether one matrix for both has fewer numbers than the two. */
    public boolean isSmallerWith(Affine next) {
        return (long) matrix.in() * next.matrix.out() < matrix.values().length + (long) next.matrix.values().length;
    }

    /** Returns this one followed by another. */
    public Affine then(Affine next) {
        float[] sum = next.bias;
        if (bias != null) {
            sum = new Matrix(bias, 1, bias.length).times(next.matrix).values();
            for (int i = 0; i < sum.length && next.bias != null; i++) {
                sum[i] += next.bias[i];
            }
        }
        return new Affine(matrix.times(next.matrix), sum);
    }
}
