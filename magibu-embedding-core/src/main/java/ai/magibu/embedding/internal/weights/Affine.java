package ai.magibu.embedding.internal.weights;

import ai.magibu.embedding.internal.model.DenseWeights;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * x · matrix + bias.
 *
 * @param bias null for none
 */
public record Affine(Matrix matrix, float @Nullable [] bias) {

    public static Affine of(DenseWeights dense) throws IOException {
        return new Affine(Matrix.joined(List.of(dense.matrix())), dense.bias() == null ? null : dense.bias().floats());
    }

    /** Whether both in one have fewer numbers than each on its own. */
    public boolean isSmallerThen(Affine next) {
        return (long) matrix.in() * next.matrix.out() < matrix.values().length + (long) next.matrix.values().length;
    }

    /** This one, and then the other. */
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
