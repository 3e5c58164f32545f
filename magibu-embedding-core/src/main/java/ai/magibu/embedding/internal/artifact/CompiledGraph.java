package ai.magibu.embedding.internal.artifact;

import ai.magibu.embedding.api.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model as ONNX: a graph for each {@link GraphUse} of its precision. All of them refer to the large weights in {@code
 * model.onnx.data}.
 *
 * @param folder the folder of these files
 */
public record CompiledGraph(Path folder) {

    /** Raised whenever the same model gives another graph or manifest, so that older ones are not used any more. */
    public static final int VERSION = 7;

    /** Token ids, int64 [batch, tokens]. */
    public static final String INPUT_IDS = "input_ids";
    /** 1 for a token, 0 for padding; int64 [batch, tokens]. */
    public static final String ATTENTION_MASK = "attention_mask";
    /**
     * 1 for a token that takes part in the pooling; int64 [embeddings, tokens]. With as many embeddings as the batch has texts,
     * one for each; mean pooling takes any multiple, the same number for each text. {@link GraphUse#OTHER_PROGRAMS} have it only for
     * models that leave the prompt out of the pooling.
     */
    public static final String POOLING_MASK = "pooling_mask";
    /** float32 [embeddings, dimension]. */
    public static final String SENTENCE_EMBEDDING = "sentence_embedding";
    /** After the last norm, before the pooling; float32 [batch, tokens, hidden]. Only for {@link GraphUse#OTHER_PROGRAMS}. */
    public static final String TOKEN_EMBEDDINGS = "token_embeddings";

    /**
     * The key of the metadata with lengths of texts, in tokens, joined by commas. Together they take every path through the graph. Only
     * in {@link GraphUse#CUDA_EMBEDDER}.
     */
    public static final String PATH_LENGTHS = "path_lengths";

    public static final String DATA_FILE = "model.onnx.data";

    public Path file(GraphUse use) {
        return folder.resolve(use.file());
    }

    public Path data() {
        return folder.resolve(DATA_FILE);
    }

    /** Returns the files of a graph. */
    public List<Path> files(Precision precision) {
        return Stream.concat(GraphUse.of(precision).stream().map(this::file), Stream.of(data())).toList();
    }

    /** Returns the files of a graph that this library runs. */
    public List<Path> ownFiles(Precision precision) {
        return files(precision).stream().filter(file -> !file.equals(file(GraphUse.OTHER_PROGRAMS))).toList();
    }
}
