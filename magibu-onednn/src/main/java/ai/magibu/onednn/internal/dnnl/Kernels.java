package ai.magibu.onednn.internal.dnnl;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of one thread. Each is made when its shape is first met, which takes about a millisecond, and the least recently used are
 * freed. For one thread at a time, which has called {@link OneDnn#useOnlyThisThread}.
 */
public final class Kernels implements AutoCloseable {

    /** Far more than the shapes of any mix of texts. */
    private static final int MOST_KERNELS = 1_024;

    private final OneDnn library;
    private final long stream;
    private final NativeMemory scratch = new NativeMemory();
    private final Map<Object, Kernel> kernels = new LinkedHashMap<>(256, 0.75f, true);

    public Kernels(OneDnn library) {
        long[] created = new long[1];
        OneDnn.check(Dnnl.dnnl_stream_create(created, library.engine(), Dnnl.IN_ORDER), "a stream");
        this.library = library;
        this.stream = created[0];
    }

    /** A function of a product's elements. */
    public enum Activation {
        RELU(Dnnl.RELU),
        TANH(Dnnl.TANH),
        SIGMOID(Dnnl.LOGISTIC),
        GELU(Dnnl.GELU_ERF),
        GELU_TANH(Dnnl.GELU_TANH);

        final int code;

        Activation(int code) {
            this.code = code;
        }
    }

    /** Makes a kernel. */
    @FunctionalInterface
    public interface Factory {
        Kernel make(Kernels kernels);
    }

    /**
     * Runs a kernel.
     *
     * @param shape the key of the kernel: a value that is equal for equal shapes
     * @param factory makes the kernel if it is missing
     * @param addresses the arguments' places, as the factory's method says
     */
    public void run(Object shape, Factory factory, long... addresses) {
        Kernel kernel = kernels.get(shape);
        if (kernel == null) {
            kernel = factory.make(this);
            kernels.put(shape, kernel);
            if (kernels.size() > MOST_KERNELS) {
                Iterator<Kernel> eldest = kernels.values().iterator();
                eldest.next().close();
                eldest.remove();
            }
        }
        kernel.run(stream, scratch, addresses);
    }

    /** Returns the number of kernels. */
    int size() {
        return kernels.size();
    }

    /** Source · packed columns: source, weights, destination. */
    public Kernel product(Layout source, PackedMatrix weights, int columns, Layout destination) {
        return product(source, weights.describe(columns), destination, new PostOperations());
    }

    /** Activation(source · packed columns) · factor: source, weights, destination, factor, which lies as the destination does. */
    public Kernel gatedProduct(Layout source, PackedMatrix weights, int columns, Activation activation, Layout destination) {
        return product(source, weights.describe(columns), destination, new PostOperations().then(activation).times(destination));
    }

    /** Activation(source · packed matrix + bias): source, weights, destination, bias. */
    public Kernel denseProduct(Layout source, PackedMatrix weights, @Nullable Activation activation, Layout destination) {
        PostOperations after = new PostOperations().plus(Layout.rows(NumberType.F32, 1, weights.out()));
        return product(source, weights.describe(weights.out()), destination, activation == null ? after : after.then(activation));
    }

    /** Source · other + summands: source, other, destination, summands. A summand of one row is added to every row. */
    public Kernel sumProduct(Layout source, Layout other, Layout destination, Layout... summands) {
        PostOperations after = new PostOperations();
        for (Layout summand : summands) {
            after.plus(summand);
        }
        return product(source, other.describe(), destination, after);
    }

    private Kernel product(Layout source, long weights, Layout destination, PostOperations after) {
        return new Recipe()
                .argument(Dnnl.SOURCE, source)
                .argument(Dnnl.WEIGHTS, weights)
                .argument(Dnnl.DESTINATION, destination)
                .arguments(after)
                .make("a product", (created, of, attributes) -> Dnnl.dnnl_matmul_primitive_desc_create(
                        created, library.engine(), of[0], of[1], 0, of[2], attributes));
    }

    /** The softmax of each row: source, destination. */
    public Kernel softmax(Layout source, Layout destination) {
        return new Recipe()
                .argument(Dnnl.SOURCE, source)
                .argument(Dnnl.DESTINATION, destination)
                .make("a softmax", (created, of, attributes) -> Dnnl.dnnl_softmax_forward_primitive_desc_create(
                        created, library.engine(), Dnnl.FORWARD_INFERENCE, Dnnl.SOFTMAX, of[0], of[1], source.sizes().length - 1,
                        attributes));
    }

    /**
     * RMS normalization along the last axis, x / √(mean(x²) + epsilon) · weights (Zhang and Sennrich, 2019): source, destination, weights.
     */
    public Kernel rmsNorm(Layout source, Layout destination, float epsilon) {
        return new Recipe()
                .argument(Dnnl.SOURCE, source)
                .argument(Dnnl.DESTINATION, destination)
                .argument(Dnnl.SCALE, Layout.vector(NumberType.F32, source.sizes()[source.sizes().length - 1]))
                .make("a normalization", (created, of, attributes) -> Dnnl.dnnl_layer_normalization_forward_primitive_desc_create(
                        created, library.engine(), Dnnl.FORWARD_INFERENCE, of[0], of[1], 0, epsilon, Dnnl.USE_SCALE | Dnnl.RMS_NORM,
                        attributes));
    }

    /** First + second: first, second, destination, which may be the first. */
    public Kernel sum(Layout layout) {
        return new Recipe()
                .argument(Dnnl.SOURCE, layout)
                .argument(Dnnl.SECOND_SOURCE, layout)
                .argument(Dnnl.DESTINATION, layout)
                .make("a sum", (created, of, attributes) -> Dnnl.dnnl_binary_primitive_desc_create(
                        created, library.engine(), Dnnl.ADD, of[0], of[1], of[2], attributes));
    }

    /** The same numbers in another format or order: source, destination. */
    public Kernel copy(Layout source, Layout destination) {
        return copy(source.describe(), destination.describe());
    }

    private Kernel copy(long source, long destination) {
        return new Recipe()
                .argument(Dnnl.SOURCE, source)
                .argument(Dnnl.DESTINATION, destination)
                .make("a copy", (created, of, attributes) -> Dnnl.dnnl_reorder_primitive_desc_create(
                        created, of[0], library.engine(), of[1], library.engine(), attributes));
    }

    /** Returns the descriptor of weights in the order that a product of this many rows reads fastest. The caller frees it. */
    long packedWeights(NumberType type, int rows, int in, int out) {
        long[] any = new long[1];
        OneDnn.check(
                Dnnl.dnnl_memory_desc_create_with_tag(any, 2, new long[] {in, out}, type.code, Dnnl.ANY_FORMAT), "weights");
        long source = Layout.rows(type, rows, in).describe();
        long destination = Layout.rows(NumberType.F32, rows, out).describe();
        long[] product = new long[1];
        long[] packed = new long[1];
        try {
            OneDnn.check(
                    Dnnl.dnnl_matmul_primitive_desc_create(product, library.engine(), source, any[0], 0, destination, 0), "a product");
            OneDnn.check(
                    Dnnl.dnnl_memory_desc_clone(packed, Dnnl.dnnl_primitive_desc_query_md(product[0], Dnnl.WEIGHTS_DESCRIPTOR, 0)),
                    "packed weights");
            return packed[0];
        } finally {
            Dnnl.dnnl_primitive_desc_destroy(product[0]);
            Dnnl.dnnl_memory_desc_destroy(destination);
            Dnnl.dnnl_memory_desc_destroy(source);
            Dnnl.dnnl_memory_desc_destroy(any[0]);
        }
    }

    /** Copies a matrix into packed order. */
    void pack(Layout source, long from, long packed, long to) {
        long[] destination = new long[1];
        OneDnn.check(Dnnl.dnnl_memory_desc_clone(destination, packed), "packed weights");
        try (Kernel kernel = copy(source.describe(), destination[0])) {
            kernel.run(stream, scratch, from, to);
        }
    }

    /** Operations on the elements of a product. */
    private static final class PostOperations {

        private interface Append {
            int to(long operations);
        }

        private final List<Append> appends = new ArrayList<>();
        /** The layouts of further arguments by the position of their operation. */
        private final Map<Integer, Long> arguments = new LinkedHashMap<>();

        PostOperations then(Activation activation) {
            appends.add(operations -> Dnnl.dnnl_post_ops_append_eltwise(operations, activation.code, 0, 0));
            return this;
        }

        PostOperations times(Layout factor) {
            return binary(Dnnl.MULTIPLY, factor);
        }

        PostOperations plus(Layout summand) {
            return binary(Dnnl.ADD, summand);
        }

        private PostOperations binary(int algorithm, Layout layout) {
            long descriptor = layout.describe();
            arguments.put(appends.size(), descriptor);
            appends.add(operations -> Dnnl.dnnl_post_ops_append_binary(operations, algorithm, descriptor));
            return this;
        }
    }

    /** Makes one kernel, and frees what was needed for that. */
    private final class Recipe {

        private interface Creation {
            int create(long[] created, long[] descriptors, long attributes);
        }

        private final List<Integer> codes = new ArrayList<>();
        private final List<Long> descriptors = new ArrayList<>();
        private PostOperations after = new PostOperations();

        Recipe argument(int code, Layout layout) {
            return argument(code, layout.describe());
        }

        Recipe argument(int code, long descriptor) {
            codes.add(code);
            descriptors.add(descriptor);
            return this;
        }

        Recipe arguments(PostOperations operations) {
            after = operations;
            operations.arguments.forEach((position, descriptor) -> argument(
                    Dnnl.FIRST_POST_OPERATION * (position + 1) | Dnnl.SECOND_SOURCE, descriptor));
            return this;
        }

        Kernel make(String what, Creation creation) {
            long[] operations = new long[1];
            long[] attributes = new long[1];
            long[] description = new long[1];
            long[] primitive = new long[1];
            try {
                OneDnn.check(Dnnl.dnnl_post_ops_create(operations), what);
                after.appends.forEach(append -> OneDnn.check(append.to(operations[0]), what));
                OneDnn.check(Dnnl.dnnl_primitive_attr_create(attributes), what);
                OneDnn.check(Dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes[0], Dnnl.USER_SCRATCHPAD), what);
                OneDnn.check(Dnnl.dnnl_primitive_attr_set_post_ops(attributes[0], operations[0]), what);
                long[] given = descriptors.stream().mapToLong(Long::longValue).toArray();
                OneDnn.check(creation.create(description, given, attributes[0]), what);
                OneDnn.check(Dnnl.dnnl_primitive_create(primitive, description[0]), what);
                long scratchpad = Dnnl.dnnl_primitive_desc_query_md(description[0], Dnnl.SCRATCHPAD_DESCRIPTOR, 0);
                long[] memories = new long[given.length + 1];
                for (int i = 0; i < memories.length; i++) {
                    memories[i] = memory(i < given.length ? given[i] : scratchpad);
                }
                int[] arguments = new int[memories.length];
                for (int i = 0; i < given.length; i++) {
                    arguments[i] = codes.get(i);
                }
                arguments[given.length] = Dnnl.SCRATCHPAD;
                return new Kernel(primitive[0], arguments, memories, Dnnl.dnnl_memory_desc_get_size(scratchpad));
            } finally {
                Dnnl.dnnl_primitive_desc_destroy(description[0]);
                Dnnl.dnnl_primitive_attr_destroy(attributes[0]);
                Dnnl.dnnl_post_ops_destroy(operations[0]);
                descriptors.forEach(Dnnl::dnnl_memory_desc_destroy);
            }
        }

        private long memory(long descriptor) {
            long[] memory = new long[1];
            OneDnn.check(Dnnl.dnnl_memory_create(memory, descriptor, library.engine(), 0), "an argument");
            return memory[0];
        }
    }

    /** Frees all kernels and the scratch memory. */
    @Override
    public void close() {
        kernels.values().forEach(Kernel::close);
        kernels.clear();
        scratch.close();
        Dnnl.dnnl_stream_destroy(stream);
    }
}
