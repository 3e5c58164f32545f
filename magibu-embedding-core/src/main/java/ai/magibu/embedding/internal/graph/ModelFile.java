package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.artifact.GraphUse;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;

/**
 * The ONNX model around a graph: inputs, outputs, versions of the operators, and metadata.
 *
 * @param graph uses all inputs and names all outputs of all uses, but declares none
 * @param pathLengths see {@link CompiledGraph#PATH_LENGTHS}
 */
record ModelFile(ModelConfig config, GraphForm form, GraphProto graph, String pathLengths) {

    private static final long OPSET = 21;
    /** The first with a number of keys for each text. */
    private static final long CUDA_OPSET = 24;
    private static final long MICROSOFT_OPSET = 1;
    private static final long IR_VERSION = 10;

    ModelProto of(GraphUse use) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("magibu-embedding-core")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(form.cuda() ? CUDA_OPSET : OPSET))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(MICROSOFT_OPSET))
                .addMetadataProps(metadata("max_tokens", Integer.toString(config.maxTokens())))
                .setGraph(use == GraphUse.OTHER_PROGRAMS ? forOtherPrograms() : forEmbedder());
        if (use == GraphUse.CUDA_EMBEDDER) {
            model.addMetadataProps(metadata(CompiledGraph.PATH_LENGTHS, pathLengths));
        }
        return model.build();
    }

    private static StringStringEntryProto.Builder metadata(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value);
    }

    private GraphProto forEmbedder() {
        return withTokens()
                .addInput(GraphBuilder.valueInfo(CompiledGraph.POOLING_MASK, GraphBuilder.INT64, "embeddings", "tokens"))
                .addOutput(GraphBuilder.valueInfo(
                        CompiledGraph.SENTENCE_EMBEDDING, GraphBuilder.FLOAT, "embeddings", config.dimension()))
                .build();
    }

    private GraphProto forOtherPrograms() {
        int hidden = config.gemma().hiddenSize();
        GraphProto.Builder builder = withTokens()
                .addOutput(GraphBuilder.valueInfo(CompiledGraph.SENTENCE_EMBEDDING, GraphBuilder.FLOAT, "batch", config.dimension()))
                .addOutput(GraphBuilder.valueInfo(CompiledGraph.TOKEN_EMBEDDINGS, GraphBuilder.FLOAT, "batch", "tokens", hidden));
        if (config.pooling().includePrompt()) { // the attention mask serves for the pooling, too
            builder.addNode(0, NodeProto.newBuilder()
                    .setOpType("Identity")
                    .setName(CompiledGraph.POOLING_MASK)
                    .addInput(CompiledGraph.ATTENTION_MASK)
                    .addOutput(CompiledGraph.POOLING_MASK));
        } else {
            builder.addInput(GraphBuilder.valueInfo(CompiledGraph.POOLING_MASK, GraphBuilder.INT64, "batch", "tokens"));
        }
        return builder.build();
    }

    private GraphProto.Builder withTokens() {
        return graph.toBuilder()
                .addInput(GraphBuilder.valueInfo(CompiledGraph.INPUT_IDS, GraphBuilder.INT64, "batch", "tokens"))
                .addInput(GraphBuilder.valueInfo(CompiledGraph.ATTENTION_MASK, GraphBuilder.INT64, "batch", "tokens"));
    }
}
