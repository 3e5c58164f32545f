package ai.magibu.adaptation.internal.student;

import static ai.magibu.adaptation.internal.student.Attention.linear;
import static ai.magibu.adaptation.internal.student.Numbers.number;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.magibu.adaptation.api.Target;
import ai.magibu.embedding.internal.config.LayerType;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.OutputModule;
import java.util.Iterator;

/**
 * One batch through Gemma 3's text model, mean pooling and the modules after it. Every array belongs to the step's manager, which must
 * stay open until the backward pass is done.
 */
final class Pass {

    private static final double SMALLEST_NORM = 1e-12;
    /** gelu(x) = x · σ(2 √(2/π) (x + 0.044715 x³)), the tanh form. */
    private static final double GELU_LINEAR = 2 * Math.sqrt(2 / Math.PI);
    private static final double GELU_CUBIC = GELU_LINEAR * 0.044715;

    private final ModelConfig config;
    private final Weights weights;
    private final NDManager step;
    private final int rows;
    private final int length;
    private final NDArray tokens;
    private final NDArray visible;
    private final NDArray geluLinear;
    private final NDArray geluCubic;
    private final Norm norm;
    private final Attention attention;

    Pass(ModelConfig config, Weights weights, TokenBatch batch, NDManager step) {
        this.config = config;
        this.weights = weights;
        this.step = step;
        rows = batch.rows().size();
        length = batch.length();
        tokens = step.create(batch.ids(), new Shape(rows, length));
        visible = step.create(batch.mask(), new Shape(rows, length));
        geluLinear = number(step, GELU_LINEAR);
        geluCubic = number(step, GELU_CUBIC);
        norm = new Norm(config.gemma().rmsNormEpsilon(), step);
        attention = new Attention(config.gemma(), visible, norm, step);
    }

    /** Returns [rows, dimension]. */
    NDArray run(Target target) {
        NDArray pooled = pool(backbone());
        return target == Target.PRE_DENSE ? pooled : output(pooled);
    }

    private NDArray backbone() {
        NDArray x = tokens.getNDArrayInternal()
                .embedding(tokens, weights.embedding().array(), SparseFormat.DENSE)
                .get(0)
                .mul(number(step, Math.sqrt(config.gemma().hiddenSize())));
        for (int i = 0; i < weights.layers().size(); i++) {
            x = layer(x, weights.layers().get(i), config.gemma().layers().get(i));
        }
        return norm.of(x, weights.finalNorm());
    }

    /** Arrays that autograd does not keep are freed with their layer, not with the step. */
    @SuppressWarnings("try") // the scope works by being open
    private NDArray layer(NDArray x, Weights.Layer layer, LayerType type) {
        try (NDScope scope = new NDScope()) {
            NDArray out = compute(x, layer, type);
            NDScope.unregister(out);
            return out;
        }
    }

    private NDArray compute(NDArray x, Weights.Layer layer, LayerType type) {
        NDArray attended = attention.attend(norm.of(x, layer.inputNorm()), layer, type);
        NDArray residual = x.add(norm.of(attended, layer.postAttentionNorm()));
        NDArray h = norm.of(residual, layer.preFeedForwardNorm());
        NDArray gate = gelu(linear(h, layer.gate()));
        NDArray down = linear(gate.mul(linear(h, layer.up())), layer.down());
        return residual.add(norm.of(down, layer.postFeedForwardNorm()));
    }

    /** DJL's own gelu is the exact one; Gemma has the tanh form. */
    private NDArray gelu(NDArray x) {
        return x.mul(x.square().mul(geluCubic).add(geluLinear).mul(x).getNDArrayInternal().sigmoid());
    }

    private NDArray pool(NDArray x) {
        NDArray shares = visible.div(visible.sum(new int[] {1}, true)).reshape(rows, length, 1);
        return x.mul(shares).sum(new int[] {1});
    }

    private NDArray output(NDArray pooled) {
        NDArray x = pooled;
        Iterator<Weights.Head> heads = weights.heads().iterator();
        for (OutputModule module : config.outputModules()) {
            x = module instanceof OutputModule.Normalize ? normalized(x) : dense(x, heads.next());
        }
        return x;
    }

    private static NDArray dense(NDArray x, Weights.Head head) {
        NDArray bias = head.bias() == null ? null : head.bias().array();
        NDArray out = x.getNDArrayInternal().linear(x, head.matrix().array(), bias).get(0);
        return switch (head.activation()) {
            case IDENTITY -> out;
            case TANH -> out.getNDArrayInternal().tanh();
            case RELU -> out.getNDArrayInternal().relu();
            case GELU -> out.getNDArrayInternal().gelu();
            case SIGMOID -> out.getNDArrayInternal().sigmoid();
        };
    }

    private NDArray normalized(NDArray x) {
        return x.div(x.square().sum(new int[] {1}, true).sqrt().maximum(number(step, SMALLEST_NORM)));
    }
}
