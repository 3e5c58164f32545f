package ai.magibu.embedding.graph;

/** Who runs a graph, and so what goes in and what comes out beside the tokens and the embeddings. */
enum GraphUse {
    /**
     * This library. {@link ExportedGraph#POOLING_MASK} is an input, whose rows may outnumber the texts; the embeddings are the only
     * output.
     */
    EMBEDDER(ExportedGraph.EMBEDDER_FILE),
    /**
     * Other programs. No more inputs than the model needs, and {@link ExportedGraph#TOKEN_EMBEDDINGS} as a second output,
     * which costs nothing unless it is fetched: it is a value that the graph has anyway.
     */
    OTHER_PROGRAMS(ExportedGraph.MODEL_FILE);

    private final String file;

    GraphUse(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }
}
