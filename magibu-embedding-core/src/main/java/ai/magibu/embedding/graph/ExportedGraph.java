package ai.magibu.embedding.graph;

import java.nio.file.Path;

/**
 * A written graph: {@code model.onnx}, and beside it {@code model.onnx.data} with the large weights.
 *
 * @param folder where both lie
 */
public record ExportedGraph(Path folder) {

    /** Token ids, int64 [batch, tokens]. */
    public static final String INPUT_IDS = "input_ids";
    /** 1 for a token, 0 for padding; int64 [batch, tokens]. */
    public static final String ATTENTION_MASK = "attention_mask";
    /** 1 for a token that takes part in the pooling; only for models that leave the prompt out of it. */
    public static final String POOLING_MASK = "pooling_mask";
    /** float32 [batch, dimension]. */
    public static final String SENTENCE_EMBEDDING = "sentence_embedding";

    static final String MODEL_FILE = "model.onnx";
    static final String DATA_FILE = "model.onnx.data";

    public Path model() {
        return folder.resolve(MODEL_FILE);
    }

    public Path data() {
        return folder.resolve(DATA_FILE);
    }
}
