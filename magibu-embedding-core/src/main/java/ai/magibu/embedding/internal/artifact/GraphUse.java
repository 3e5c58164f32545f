package ai.magibu.embedding.internal.artifact;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Precision;
import java.util.EnumSet;
import java.util.Set;

/** The programs that run a graph, and where. The graphs differ in their inputs and outputs, or in their operators. */
public enum GraphUse {
    /**
     * This library on the CPU. {@link CompiledGraph#POOLING_MASK} is an input, whose rows may outnumber the texts; the embeddings are
     * the only output.
     */
    EMBEDDER("embedder.onnx"),
    /** This library on CUDA. The same inputs and outputs, other operators. */
    CUDA_EMBEDDER("embedder-cuda.onnx"),
    /**
     * Other programs. No more inputs than the model needs, and {@link CompiledGraph#TOKEN_EMBEDDINGS} as a second output,
     * which costs nothing unless it is fetched: it is a value that the graph has anyway.
     */
    OTHER_PROGRAMS("model.onnx");

    private final String file;

    GraphUse(String file) {
        this.file = file;
    }

    public String file() {
        return file;
    }

    /** Returns the uses for which there is a graph in a precision. */
    public static Set<GraphUse> of(Precision precision) {
        return switch (precision) {
            case FP32 -> EnumSet.allOf(GraphUse.class);
            case INT8 -> EnumSet.of(EMBEDDER, OTHER_PROGRAMS);
            case BF16 -> EnumSet.of(CUDA_EMBEDDER, OTHER_PROGRAMS);
        };
    }

    /** Returns the use of this library on a device that is not {@link Device.Kind#AUTO}. */
    public static GraphUse on(Device device) {
        return device.kind() == Device.Kind.CUDA ? CUDA_EMBEDDER : EMBEDDER;
    }
}
