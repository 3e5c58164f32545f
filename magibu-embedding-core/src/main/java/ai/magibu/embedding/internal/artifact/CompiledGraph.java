package ai.magibu.embedding.internal.artifact;

import java.nio.file.Path;

/**
 * A model as ONNX, in two forms: {@code model.onnx} for other programs and {@code embedder.onnx} for this library. Both refer to the
 * large weights in {@code model.onnx.data}.
 *
 * @param folder the folder of the three files
 */
public record CompiledGraph(Path folder) {

    /** Raised whenever the same model gives another graph or manifest, so that older ones are not used any more. */
    public static final int VERSION = 6;

    /** Token ids, int64 [batch, tokens]. */
    public static final String INPUT_IDS = "input_ids";
    /** 1 for a token, 0 for padding; int64 [batch, tokens]. */
    public static final String ATTENTION_MASK = "attention_mask";
    /**
     * 1 for a token that takes part in the pooling; int64 [embeddings, tokens]. With as many embeddings as the batch has texts,
     * one for each; mean pooling takes any multiple, the same number for each text. {@link #model()} has it only for models that
     * leave the prompt out of the pooling.
     */
    public static final String POOLING_MASK = "pooling_mask";
    /** float32 [embeddings, dimension]. */
    public static final String SENTENCE_EMBEDDING = "sentence_embedding";
    /** After the last norm, before the pooling; float32 [batch, tokens, hidden]. Only in {@link #model()}. */
    public static final String TOKEN_EMBEDDINGS = "token_embeddings";

    public static final String EMBEDDER_FILE = "embedder.onnx";
    public static final String MODEL_FILE = "model.onnx";
    public static final String DATA_FILE = "model.onnx.data";

    /** Returns the file that this library runs. */
    public Path embedder() {
        return folder.resolve(EMBEDDER_FILE);
    }

    /** Returns the file that any program can run. */
    public Path model() {
        return folder.resolve(MODEL_FILE);
    }

    public Path data() {
        return folder.resolve(DATA_FILE);
    }
}
