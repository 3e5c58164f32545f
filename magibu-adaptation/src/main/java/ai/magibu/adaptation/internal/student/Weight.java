package ai.magibu.adaptation.internal.student;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.magibu.embedding.internal.safetensors.Tensor;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tensor of the student and, if it is trained, the two moments of its gradient. */
final class Weight implements StudentTensor {

    private static final int BLOCK = 1 << 22;

    private final Tensor tensor;
    private final NDArray array;
    private @Nullable Moments moments;

    private record Moments(NDArray first, NDArray second) {}

    private interface Source {
        float[] read(long first, int count) throws IOException;
    }

    private Weight(Tensor tensor, NDArray array) {
        this.tensor = tensor;
        this.array = array;
    }

    /** DJL's engine aborts the JVM on BF16, so the numbers are widened here, block by block. */
    static Weight load(Tensor tensor, NDManager manager) throws IOException {
        NDArray array = manager.create(shape(tensor.shape()), DataType.FLOAT32);
        fill(array, tensor::floats);
        return new Weight(tensor, array);
    }

    /** Makes the weight one of those that training changes. */
    void train() {
        array.setRequiresGradient(true);
        moments = new Moments(array.zerosLike(), array.zerosLike());
    }

    NDArray array() {
        return array;
    }

    NDArray firstMoment() {
        return trained().first();
    }

    NDArray secondMoment() {
        return trained().second();
    }

    /** Returns the gradient. Each call makes a handle in the weight's manager, which would accumulate there. */
    NDArray gradient(NDManager scratch) {
        NDArray gradient = array.getGradient();
        gradient.attach(scratch);
        return gradient;
    }

    private Moments trained() {
        if (moments == null) {
            throw new IllegalStateException(tensor.name() + " is not trained");
        }
        return moments;
    }

    @Override
    public Tensor origin() {
        return tensor;
    }

    @Override
    public boolean isTrained() {
        return moments != null;
    }

    @Override
    public List<Long> shape() {
        return tensor.shape();
    }

    @Override
    public void read(Part part, long first, float[] into) {
        NDArray source = array(part);
        try (NDArray flat = source.reshape(new Shape(-1));
                NDArray slice = flat.get(new NDIndex("{}:{}", first, first + into.length))) {
            System.arraycopy(slice.toFloatArray(), 0, into, 0, into.length);
        }
    }

    @Override
    public void restore(Part part, Tensor stored) throws IOException {
        if (!stored.shape().equals(tensor.shape())) {
            throw new IOException("the shape of " + stored.name() + " is " + stored.shape() + ", not " + tensor.shape());
        }
        fill(array(part), stored::floats);
    }

    private NDArray array(Part part) {
        return switch (part) {
            case WEIGHT -> array;
            case FIRST_MOMENT -> firstMoment();
            case SECOND_MOMENT -> secondMoment();
        };
    }

    private static void fill(NDArray array, Source source) throws IOException {
        long size = array.size();
        try (NDArray flat = array.reshape(new Shape(-1))) {
            for (long first = 0; first < size; first += BLOCK) {
                int count = (int) Math.min(BLOCK, size - first);
                try (NDArray part = flat.getManager().create(source.read(first, count))) {
                    flat.set(new NDIndex("{}:{}", first, first + count), part);
                }
            }
        }
    }

    private static Shape shape(List<Long> shape) {
        return new Shape(shape);
    }
}
