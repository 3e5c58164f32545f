package ai.magibu.adaptation.internal.student;

import static ai.magibu.adaptation.internal.student.Numbers.number;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.magibu.embedding.internal.config.GemmaConfig;
import ai.magibu.embedding.internal.config.LayerType;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;

/** Bidirectional attention with grouped key heads, RoPE and a sliding window in some layers. */
final class Attention {

    /** Added to a score that must not count; its softmax is exactly 0. */
    private static final float HIDDEN = -1e30f;

    private final GemmaConfig config;
    private final Norm norm;
    private final int rows;
    private final int length;
    private final NDArray scale;
    private final Map<LayerType, Tables> tables = new EnumMap<>(LayerType.class);

    /**
     * The mask that a type of layer adds to its scores, and its rotations.
     *
     * @param mask [rows, 1, 1 or length, length]
     * @param cosines [1, 1, length, head dimension]
     * @param sines [1, 1, length, head dimension]
     */
    private record Tables(NDArray mask, NDArray cosines, NDArray sines) {}

    /** @param visible [rows, length]; 1 for a token and 0 for padding */
    Attention(GemmaConfig config, NDArray visible, Norm norm, NDManager step) {
        this.config = config;
        this.norm = norm;
        rows = (int) visible.getShape().get(0);
        length = (int) visible.getShape().get(1);
        scale = number(step, Math.pow(config.queryPreAttentionScalar(), -0.5));
        NDArray padding = visible.sub(number(step, 1)).mul(number(step, -HIDDEN)).reshape(rows, 1, 1, length);
        for (LayerType type : new LinkedHashSet<>(config.layers())) {
            NDArray mask = type == LayerType.FULL ? padding : padding.add(step.create(window(), new Shape(1, 1, length, length)));
            tables.put(type, rotations(mask, config.ropeBase(type), step));
        }
    }

    /** @param x [rows, length, hidden] */
    NDArray attend(NDArray x, Weights.Layer layer, LayerType type) {
        Tables of = tables.get(type);
        if (of == null) {
            throw new IllegalStateException("no layer of the type " + type);
        }
        int heads = config.attentionHeads();
        int shared = config.keyValueHeads();
        int size = config.headDimension();
        long stacked = (long) heads / shared * length;
        NDArray query = rotate(norm.scaled(split(linear(x, layer.query()), heads), layer.queryNorm(), scale), of);
        NDArray key = rotate(norm.of(split(linear(x, layer.key()), shared), layer.keyNorm()), of);
        NDArray value = split(linear(x, layer.value()), shared);
        // the query heads of one key head become more rows of one product, so keys are not repeated
        NDArray scores = query.reshape(rows, shared, stacked, size).matMul(key.transpose(0, 1, 3, 2));
        NDArray shares = scores.reshape(rows, heads, length, length).add(of.mask()).softmax(-1);
        NDArray mixed = shares.reshape(rows, shared, stacked, length).matMul(value);
        mixed = mixed.reshape(rows, heads, length, size).transpose(0, 2, 1, 3).reshape(rows, length, (long) heads * size);
        return linear(mixed, layer.attentionOutput());
    }

    private NDArray split(NDArray x, int heads) {
        return x.reshape(rows, length, heads, config.headDimension()).transpose(0, 2, 1, 3);
    }

    private NDArray rotate(NDArray x, Tables of) {
        NDList halves = x.split(new long[] {config.headDimension() / 2}, 3);
        NDArray turned = NDArrays.concat(new NDList(halves.get(1).neg(), halves.get(0)), 3);
        return x.mul(of.cosines()).add(turned.mul(of.sines()));
    }

    static NDArray linear(NDArray x, Weight weight) {
        return x.getNDArrayInternal().linear(x, weight.array(), null).get(0);
    }

    private float[] window() {
        float[] window = new float[Math.multiplyExact(length, length)];
        for (int i = 0; i < length; i++) {
            for (int j = 0; j < length; j++) {
                window[i * length + j] = Math.abs(i - j) > config.windowReach() ? HIDDEN : 0;
            }
        }
        return window;
    }

    /** The reference's angles are float32 products of float32 frequencies. */
    private Tables rotations(NDArray mask, double base, NDManager step) {
        int size = config.headDimension();
        float[] cosines = new float[length * size];
        float[] sines = new float[length * size];
        for (int i = 0; i < size; i++) {
            float frequency = (float) (1.0 / Math.pow(base, 2.0 * (i % (size / 2)) / size));
            for (int position = 0; position < length; position++) {
                float angle = position * frequency;
                cosines[position * size + i] = (float) Math.cos(angle);
                sines[position * size + i] = (float) Math.sin(angle);
            }
        }
        Shape shape = new Shape(1, 1, length, size);
        return new Tables(mask, step.create(cosines, shape), step.create(sines, shape));
    }
}
