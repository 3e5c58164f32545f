package ai.magibu.embedding.internal.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.magibu.embedding.internal.weights.ExternalData;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes an ONNX graph node by node. Values are named by strings; every output name is new, also across subgraphs, so that a
 * subgraph may use any value of the graphs around it. Constants all live in the outermost graph. Several graphs may share them.
 */
final class GraphBuilder {

    private static final String MICROSOFT = "com.microsoft";
    static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
    static final int INT64 = TensorProto.DataType.INT64_VALUE;

    private final Map<String, TensorProto> constants;
    private final Set<String> used = new HashSet<>();
    private final Deque<GraphProto.Builder> graphs = new ArrayDeque<>();
    private int names;

    /** @param constants the constants by name, to which this adds its own */
    GraphBuilder(Map<String, TensorProto> constants) {
        this.constants = constants;
        graphs.push(GraphProto.newBuilder());
    }

    /** A node of the ONNX standard. */
    Node node(String type, String... inputs) {
        return new Node(type, "", inputs);
    }

    /** A node that only ONNX Runtime knows. */
    Node contrib(String type, String... inputs) {
        return new Node(type, MICROSOFT, inputs);
    }

    /** A node of the ONNX standard with one output and no attributes. */
    String op(String type, String... inputs) {
        return node(type, inputs).output();
    }

    /** Adds a constant, unless there is one of its name. */
    String add(TensorProto.Builder tensor) {
        constants.computeIfAbsent(tensor.getName(), name -> tensor.build());
        return tensor.getName();
    }

    /** Makes a constant that is read from the model's files. */
    interface Weight {
        TensorProto.Builder read() throws IOException;
    }

    /** Reads and adds a constant, unless there is one of its name. */
    String add(String name, Weight weight) throws IOException {
        if (!constants.containsKey(name)) {
            constants.put(name, weight.read().build());
        }
        return name;
    }

    /** A constant vector of int64. */
    String ints(long... values) {
        String name = "ints." + Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining("."));
        return add(constant(name, TensorProto.DataType.INT64, values.length).addAllInt64Data(boxed(values)));
    }

    /** A constant int64 without dimensions. */
    String scalar(long value) {
        return add(constant("int." + value, TensorProto.DataType.INT64).addInt64Data(value));
    }

    /** A constant float without dimensions. */
    String scalar(float value) {
        return floats("float." + value, new float[] {value});
    }

    /** A constant uint8 without dimensions. */
    String unsignedByte(int value) {
        return add(constant("uint8." + value, TensorProto.DataType.UINT8).addInt32Data(value));
    }

    /** A constant int8 without dimensions, of its own name. */
    String signedByte(String name, int value) {
        return add(constant(name, TensorProto.DataType.INT8).addInt32Data(value));
    }

    /** A small constant kept inside the graph file. */
    String floats(String name, float[] values, long... shape) {
        return floats(name, FLOAT, values, shape);
    }

    /** A small constant in float32 or bfloat16, as ONNX numbers them. */
    String floats(String name, int type, float[] values, long... shape) {
        TensorProto.Builder constant = constant(name, TensorProto.DataType.forNumber(type), shape);
        for (float value : values) {
            if (type == FLOAT) {
                constant.addFloatData(value);
            } else {
                constant.addInt32Data(ExternalData.bfloat16(value) & 0xffff);
            }
        }
        return add(constant);
    }

    private static TensorProto.Builder constant(String name, TensorProto.DataType type, long... shape) {
        return TensorProto.newBuilder().setName(name).setDataType(type.getNumber()).addAllDims(boxed(shape));
    }

    private static List<Long> boxed(long[] values) {
        return LongStream.of(values).boxed().toList();
    }

    String gather(String value, String indices, int axis) {
        return node("Gather", value, indices).with("axis", axis).output();
    }

    /** Dimension {@code axis} of a shape, as a vector of one int64. */
    String dimension(String shape, int axis) {
        return gather(shape, ints(axis), 0);
    }

    /** Vectors of int64 joined: a shape. */
    String shape(String... parts) {
        return node("Concat", parts).with("axis", 0).output();
    }

    String reshape(String value, long... shape) {
        return op("Reshape", value, ints(shape));
    }

    String transpose(String value, long... permutation) {
        return node("Transpose", value).with("perm", permutation).output();
    }

    /** The first entries of each row; the count is a vector of one int64. */
    String first(String value, String count) {
        return op("Slice", value, ints(0), count, ints(1));
    }

    /** The whole numbers from {@code from} up to but not including {@code to}, int64. */
    String range(long from, long to) {
        return op("Range", scalar(from), scalar(to), scalar(1L));
    }

    /** a · bᵀ over the last two axes. */
    String timesTransposed(String a, String b) {
        return contrib("FusedMatMul", a, b).with("transB", 1).output();
    }

    /**
     * Adds zeros to each row, up to the next multiple of a length.
     *
     * @param value a value of three axes
     * @param length the length of axis 1, as a vector of one int64
     */
    String padded(String value, String length, int multiple) {
        String whole = ints(multiple);
        String missing = op("Mod", op("Sub", whole, op("Mod", length, whole)), whole);
        return op("Pad", value, shape(ints(0, 0, 0, 0), missing, ints(0)), scalar(0f));
    }

    /** A value for the branch of a choice that needs none. */
    String unused() {
        return op("Identity", floats("unused", new float[0], 0));
    }

    String cast(String value, int type) {
        return node("Cast", value).with("to", type).output();
    }

    /** A name that nothing else has. */
    private String newName(String hint) {
        return hint + "_" + names++;
    }

    /** Builds a graph inside this one: what {@code body} adds goes there, and the values it returns are its outputs. */
    private GraphProto.Builder subgraph(Supplier<List<String>> body) {
        graphs.push(GraphProto.newBuilder());
        List<String> outputs = body.get();
        GraphProto.Builder graph = graphs.pop().setName(newName("body"));
        outputs.forEach(output -> graph.addOutput(valueInfo(output, floats())));
        return graph;
    }

    /**
     * Runs a subgraph once for each slice along the first axis, one after the other. All values are floats.
     *
     * @param rank the rank of the body's result
     * @param body returns a value from the slices; the results are stacked
     */
    String forEach(List<String> inputs, int rank, Function<List<String>, String> body) {
        List<String> slices = inputs.stream().map(input -> newName("slice")).toList();
        GraphProto.Builder graph = subgraph(() -> List.of(body.apply(slices)));
        slices.forEach(slice -> graph.addInput(valueInfo(slice, floats())));
        TensorShapeProto.Builder shape = graph.getOutputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
        for (int i = 0; i < rank; i++) {
            shape.addDimBuilder(); // of unknown size: a Scan must know its output's rank, no more
        }
        return node("Scan", inputs.toArray(String[]::new)).with("body", graph.build()).with("num_scan_inputs", inputs.size()).output();
    }

    /** One of two values, by a condition known when the graph runs. */
    String choose(String condition, Supplier<String> whenTrue, Supplier<String> whenFalse) {
        return choice(condition, () -> List.of(whenTrue.get()), () -> List.of(whenFalse.get())).output();
    }

    /** As many values from one of two subgraphs, by a condition known when the graph runs. */
    List<String> chooseAll(String condition, Supplier<List<String>> whenTrue, Supplier<List<String>> whenFalse) {
        Node choice = choice(condition, whenTrue, whenFalse);
        return choice.outputs(choice.proto.getAttribute(0).getG().getOutputCount());
    }

    /** A choice whose values are not yet named. */
    Node choice(String condition, Supplier<List<String>> whenTrue, Supplier<List<String>> whenFalse) {
        GraphProto then = subgraph(whenTrue).build();
        return node("If", condition).with("then_branch", then).with("else_branch", subgraph(whenFalse).build());
    }

    /** The outermost graph; it still lacks inputs and outputs. */
    GraphProto build(String name) {
        List<TensorProto> initializers = constants.values().stream().filter(tensor -> used.contains(tensor.getName())).toList();
        return graphs.pop().setName(name).addAllInitializer(initializers).build();
    }

    /** Describes an input or output whose dimensions are names or numbers. */
    static ValueInfoProto valueInfo(String name, int type, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            TensorShapeProto.Dimension.Builder builder = shape.addDimBuilder();
            if (dimension instanceof Integer size) {
                builder.setDimValue(size);
            } else {
                builder.setDimParam(dimension.toString());
            }
        }
        return valueInfo(name, TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape));
    }

    private static TypeProto.Tensor.Builder floats() {
        return TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE);
    }

    private static ValueInfoProto valueInfo(String name, TypeProto.Tensor.Builder type) {
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder().setTensorType(type)).build();
    }

    /** A node under construction, added to the current graph by {@link #output()} or {@link #outputs(int)}. */
    final class Node {

        private final NodeProto.Builder proto;
        private @Nullable String firstOutput;

        private Node(String type, String domain, String... inputs) {
            proto = NodeProto.newBuilder().setOpType(type).setDomain(domain).addAllInput(List.of(inputs));
            used.addAll(proto.getInputList());
        }

        Node with(String name, long value) {
            return with(name, AttributeProto.newBuilder().setType(AttributeProto.AttributeType.INT).setI(value));
        }

        Node with(String name, float value) {
            return with(name, AttributeProto.newBuilder().setType(AttributeProto.AttributeType.FLOAT).setF(value));
        }

        Node with(String name, long[] values) {
            return with(name, AttributeProto.newBuilder().setType(AttributeProto.AttributeType.INTS).addAllInts(boxed(values)));
        }

        Node with(String name, GraphProto graph) {
            return with(name, AttributeProto.newBuilder().setType(AttributeProto.AttributeType.GRAPH).setG(graph));
        }

        private Node with(String name, AttributeProto.Builder attribute) {
            proto.addAttribute(attribute.setName(name));
            return this;
        }

        /** Names the first output: one of the graph's own. */
        Node named(@Nullable String output) {
            firstOutput = output;
            return this;
        }

        String output() {
            return outputs(1).get(0);
        }

        List<String> outputs(int count) {
            for (int i = 0; i < count; i++) {
                proto.addOutput(i == 0 && firstOutput != null ? firstOutput : newName(proto.getOpType()));
            }
            List<String> outputs = List.copyOf(proto.getOutputList());
            graphs.element().addNode(proto.setName(outputs.get(0)));
            return outputs;
        }
    }
}
