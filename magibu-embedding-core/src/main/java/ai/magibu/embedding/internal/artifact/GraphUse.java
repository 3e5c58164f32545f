package ai.magibu.embedding.internal.artifact;

/** The programs that run a graph. They differ in its inputs and outputs. */
public enum GraphUse {
    /**
     * This library. {@link CompiledGraph#POOLING_MASK} is an input, whose rows may outnumber the texts; the embeddings are the only
     * output.
     */
    EMBEDDER(CompiledGraph.EMBEDDER_FILE),
    /**
     * Other programs. No more inputs than the model needs, and {@link CompiledGraph#TOKEN_EMBEDDINGS} as a second output,
     * which costs nothing unless it is fetched: it is a value that the graph has anyway.
     */
    OTHER_PROGRAMS(CompiledGraph.MODEL_FILE);

    private final String file;

    GraphUse(String file) {
        this.file = file;
    }

    public String file() {
        return file;
    }
}
