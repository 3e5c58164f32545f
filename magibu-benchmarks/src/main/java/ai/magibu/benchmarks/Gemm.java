package ai.magibu.benchmarks;

import ai.magibu.embedding.api.Precision;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Matrix products in ONNX Runtime, one after another, of the size of the model's larger ones at 8 × 128 tokens: the highest rate of
 * the machine. In float32, or of unsigned and signed bytes into 32-bit integers.
 */
final class Gemm implements AutoCloseable {

    private static final int ROWS = 1024;
    private static final int INNER = 768;
    private static final int COLUMNS = 2304;

    /** A single product would measure how long threads take to wake up. */
    private static final int PRODUCTS = 50;

    /** Returns the number of multiplications and additions of a run. */
    static final double FLOP = 2.0 * ROWS * INNER * COLUMNS * PRODUCTS;

    private final OrtSession session;
    private final OnnxTensor input;
    private final OnnxTensor output;

    private Gemm(OrtSession session, OnnxTensor input, OnnxTensor output) {
        this.session = session;
        this.input = input;
        this.output = output;
    }

    static Gemm create(Precision precision, int threads) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            byte[] graph = precision == Precision.INT8 ? bytes() : floats();
            return new Gemm(
                    environment.createSession(graph, options), input(environment, precision), output(environment, precision));
        }
    }

    void run() {
        try {
            for (int i = 0; i < PRODUCTS; i++) {
                session.run(Map.of("a", input), Set.of(), Map.of("c", output)).close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Allocated once, so that allocation is not measured. */
    private static OnnxTensor output(OrtEnvironment environment, Precision precision) throws OrtException {
        ByteBuffer values = ByteBuffer.allocateDirect(4 * ROWS * COLUMNS).order(ByteOrder.nativeOrder());
        long[] shape = {ROWS, COLUMNS};
        return precision == Precision.INT8
                ? OnnxTensor.createTensor(environment, values.asIntBuffer(), shape)
                : OnnxTensor.createTensor(environment, values.asFloatBuffer(), shape);
    }

    private static OnnxTensor input(OrtEnvironment environment, Precision precision) throws OrtException {
        Random random = new Random(1);
        long[] shape = {ROWS, INNER};
        if (precision == Precision.INT8) {
            ByteBuffer values = ByteBuffer.allocateDirect(ROWS * INNER);
            while (values.hasRemaining()) {
                values.put((byte) random.nextInt(256));
            }
            return OnnxTensor.createTensor(environment, values.flip(), shape, OnnxJavaType.UINT8);
        }
        FloatBuffer values = ByteBuffer.allocateDirect(4 * ROWS * INNER).order(ByteOrder.nativeOrder()).asFloatBuffer();
        while (values.hasRemaining()) {
            values.put((float) random.nextGaussian());
        }
        return OnnxTensor.createTensor(environment, values.flip(), shape);
    }

    private static byte[] floats() {
        Random random = new Random(2);
        ByteBuffer weights = ByteBuffer.allocate(4 * INNER * COLUMNS).order(ByteOrder.LITTLE_ENDIAN);
        while (weights.hasRemaining()) {
            weights.putFloat((float) random.nextGaussian());
        }
        return graph("MatMul", TensorProto.DataType.FLOAT, TensorProto.DataType.FLOAT, TensorProto.DataType.FLOAT, weights);
    }

    private static byte[] bytes() {
        Random random = new Random(2);
        ByteBuffer weights = ByteBuffer.allocate(INNER * COLUMNS);
        while (weights.hasRemaining()) {
            weights.put((byte) (random.nextInt(255) - 127));
        }
        return graph(
                "MatMulInteger", TensorProto.DataType.UINT8, TensorProto.DataType.INT8, TensorProto.DataType.INT32, weights);
    }

    private static byte[] graph(
            String operator, TensorProto.DataType a, TensorProto.DataType b, TensorProto.DataType c, ByteBuffer weights) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("gemm")
                .addInput(value("a", a, ROWS, INNER))
                .addOutput(value("c", c, ROWS, COLUMNS))
                .addInitializer(TensorProto.newBuilder()
                        .setName("b")
                        .setDataType(b.getNumber())
                        .addDims(INNER)
                        .addDims(COLUMNS)
                        .setRawData(ByteString.copyFrom(weights.flip())))
                .addNode(NodeProto.newBuilder().setOpType(operator).addInput("a").addInput("b").addOutput("c"));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, int rows, int columns) {
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.getNumber())
                .setShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(rows))
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns)))
                .build();
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder().setTensorType(tensor)).build();
    }

    @Override
    public void close() throws OrtException {
        input.close();
        output.close();
        session.close();
    }
}
