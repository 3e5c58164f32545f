package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.artifact.GraphUse;
import ai.magibu.embedding.internal.config.GemmaConfig;
import ai.magibu.embedding.internal.config.LayerType;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.model.ModelWeights;
import ai.magibu.embedding.internal.safetensors.DType;
import ai.magibu.embedding.internal.safetensors.Tensor;
import ai.magibu.embedding.internal.weights.ExternalData;
import ai.magibu.embedding.internal.weights.QuantizedTable;
import ai.magibu.embedding.internal.weights.ResidualChannels;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole computation of a model, from token ids to sentence embeddings:
 *
 * <ol>
 *   <li>Each token id becomes a row of the embedding table, times √hidden: the residual stream x, [texts, tokens, hidden].
 *   <li>Each layer normalizes x, attends ({@link LayerAttention}; q and k are normalized per head and rotated by their position),
 *       normalizes the result and adds it to x.
 *   <li>Then it does the same with the feed-forward part, down(gelu(gate(x)) · up(x)).
 *   <li>A last norm gives the token embeddings.
 *   <li>{@link SentenceOutput} pools them into one vector for each row of the pooling mask, and applies the modules that follow.
 * </ol>
 *
 * <p>Several operators are fused:
 *
 * <ul>
 *   <li>q, k and v are one matrix.
 *   <li>The 1 of (1 + w) is in the norms' weights, and the score's scale in q's norm.
 *   <li>A residual and the norm that follows are one operator.
 *   <li>Dense modules with nothing between them are one matrix.
 * </ul>
 *
 * <p>On CUDA, the layers are there twice, in the branches of one choice at the top: for texts whose tokens all see each other, and for
 * longer ones ({@link CudaAttention}). The condition is the ids' shape, which is known on the host. In bf16, the values inside a layer
 * are bfloat16: the products and what is between them. The residual stream is float32.
 *
 * <p>Inputs and outputs are those of {@link CompiledGraph} that the {@link GraphUse} needs. The operators are those of opset 21 and
 * ONNX Runtime's own ({@code com.microsoft}); any ONNX Runtime from 1.20 on has them. Graphs for CUDA are of opset 24, for its
 * attention.
 */
final class EncoderGraph {

    /**
     * Layers of int8 graphs that are multiplied finely. Errors of the first layers go through all the others. At
     * full size with random weights, the worst cosine to float32 is 0.9980 with plain int8 everywhere, and 0.9993 with two fine layers.
     * With these two in float32 it is 0.9994, and a run takes 5 to 12 % longer.
     */
    private static final int FINE_LAYERS = 2;

    private static final int[] NO_OUTLIERS = {};
    private static final int FLOAT = GraphBuilder.FLOAT;

    /** The length of a short text, in tokens. */
    private static final int FEW_TOKENS = 8;

    private final GraphBuilder graph;
    private final ModelConfig config;
    private final GemmaConfig gemma;
    private final ModelWeights weights;
    private final List<OutputStep> output;
    private final GraphForm form;
    private final ExternalData data;
    private final Linears linears;
    private final Norms norms;
    private final Heads heads;
    private String pathLengths = Integer.toString(FEW_TOKENS);
    /** Null unless the precision is int8. */
    private @Nullable ResidualChannels residual;

    private EncoderGraph(
            CheckedModel model, List<OutputStep> output, GraphForm form, ExternalData data, Map<String, TensorProto> constants) {
        this.config = model.config();
        this.gemma = config.gemma();
        this.weights = model.weights();
        this.output = output;
        this.form = form;
        this.data = data;
        this.graph = new GraphBuilder(constants);
        this.linears = new Linears(graph, data);
        this.norms = new Norms(graph, gemma.rmsNormEpsilon());
        this.heads = new Heads(graph, form, norms, gemma);
    }

    /**
     * Writes the large weights to {@code data} and returns the models that refer to them.
     *
     * @param forms the forms of the graph, and what each is for; weights of one name are the same in all
     */
    static Map<GraphUse, ModelProto> build(CheckedModel model, Map<GraphForm, Set<GraphUse>> forms, ExternalData data)
            throws IOException {
        List<OutputStep> output = OutputStep.of(model.config().outputModules(), model.weights().dense());
        Map<String, TensorProto> constants = new LinkedHashMap<>();
        Map<GraphUse, ModelProto> models = new EnumMap<>(GraphUse.class);
        for (Map.Entry<GraphForm, Set<GraphUse>> form : forms.entrySet()) {
            EncoderGraph encoder = new EncoderGraph(model, output, form.getKey(), data, constants);
            GraphProto graph = encoder.build();
            ModelFile file = new ModelFile(model.config(), form.getKey(), graph, encoder.pathLengths);
            form.getValue().forEach(use -> models.put(use, file.of(use)));
        }
        return models;
    }

    /** Returns a graph that uses all inputs and names all outputs of all uses, but declares none. */
    private GraphProto build() throws IOException {
        String hidden = backbone(graph.cast(CompiledGraph.ATTENTION_MASK, FLOAT));
        SentenceOutput sentence = form.cuda() ? new CudaSentenceOutput(graph, linears) : new SentenceOutput(graph, linears);
        String pooled = sentence.pool(config.pooling().mode(), hidden, graph.cast(CompiledGraph.POOLING_MASK, FLOAT));
        String embedding = sentence.apply(output, pooled);
        graph.node("Identity", embedding).named(CompiledGraph.SENTENCE_EMBEDDING).output();
        return graph.build("encoder");
    }

    /** Returns [B, S, hidden] after the last norm. */
    private String backbone(String mask) throws IOException {
        String tokens = graph.dimension(graph.op("Shape", CompiledGraph.INPUT_IDS), 1);
        if (form.cuda()) {
            return cudaBackbone(tokens, new CudaAttention(graph, gemma, form, mask));
        }
        Attention attention = new Attention(graph, gemma, config.maxTokens(), tokens, mask);
        heads.ropeTables(config, data);
        return layers(embed(), CompiledGraph.TOKEN_EMBEDDINGS, attention);
    }

    private String cudaBackbone(String tokens, CudaAttention attention) throws IOException {
        heads.ropeTables(config, data);
        String x = embed();
        int longest = attention.longestWhole();
        LayerAttention whole = (type, q, k, v) -> attention.whole(q, k, v);
        if (!gemma.layers().contains(LayerType.SLIDING) || config.maxTokens() <= longest) {
            return layers(x, CompiledGraph.TOKEN_EMBEDDINGS, whole);
        }
        pathLengths = Math.min(FEW_TOKENS, longest) + "," + (longest + 1);
        String isShort = graph.op("Squeeze", graph.op("LessOrEqual", tokens, graph.ints(longest)));
        return graph.choice(isShort, () -> List.of(branch(x, whole)), () -> List.of(branch(x, attention.inBlocks())))
                .named(CompiledGraph.TOKEN_EMBEDDINGS)
                .output();
    }

    private String branch(String x, LayerAttention attention) {
        try {
            return layers(x, null, attention);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns [B, S, hidden] after the last norm.
     *
     * @param embedded the residual stream before the first layer
     * @param result the name of the result; null for a new one
     */
    private String layers(String embedded, @Nullable String result, LayerAttention attention) throws IOException {
        String shape = form.cuda() ? graph.node("Shape", embedded).with("end", 2).output() : "";
        String x = embedded;
        String normed = norms.norm(x, norms.factors(weights.layers().get(0).inputNorm(), FLOAT, "layers.0.input_norm", 1));
        for (int i = 0; i < weights.layers().size(); i++) {
            ModelWeights.Layer layer = weights.layers().get(i);
            String name = "layers." + i + ".";
            boolean last = i + 1 == weights.layers().size();

            String attended = attendTo(i, form.fromFloat(graph, normed), name, shape, attention);
            attended = addend(attended, layer.postAttentionNorm(), name + "post_attention_norm");
            String factors = norms.factors(layer.preFeedForwardNorm(), FLOAT, name + "pre_feedforward_norm", 1);
            List<String> sum = norms.addAndNorm(attended, x, factors, null);
            x = sum.get(1);

            String fed = feedForward(i, form.fromFloat(graph, sum.get(0)), name);
            fed = addend(fed, layer.postFeedForwardNorm(), name + "post_feedforward_norm");
            Tensor next = last ? weights.finalNorm() : weights.layers().get(i + 1).inputNorm();
            factors = norms.factors(next, FLOAT, last ? "final_norm" : "layers." + (i + 1) + ".input_norm", 1);
            sum = norms.addAndNorm(fed, x, factors, last ? result : null);
            normed = sum.get(0);
            x = sum.get(1);
        }
        return normed;
    }

    /** The table keeps its own type, or int8: only the rows in use become float32. */
    private String embed() throws IOException {
        float scale = (float) Math.sqrt(gemma.hiddenSize());
        if (form.int8()) {
            return quantizedEmbedding(scale);
        }
        String table = graph.add("embedding", () -> data.copy("embedding", weights.embedding()));
        String rows = graph.op("Gather", table, CompiledGraph.INPUT_IDS);
        if (weights.embedding().type() != DType.F32) {
            rows = graph.cast(rows, FLOAT);
        }
        return graph.op("Mul", rows, graph.scalar(scale));
    }

    private String quantizedEmbedding(float factor) throws IOException {
        QuantizedTable table = new QuantizedTable(weights.embedding());
        String bytes = graph.add(data.int8Rows("embedding", weights.embedding(), table));
        String scales = graph.add(data.floats("embedding.scales", FLOAT, table.scales(), gemma.vocabularySize(), table.blocks(), 1));
        String rows = graph.cast(graph.op("Gather", bytes, CompiledGraph.INPUT_IDS), FLOAT);
        String blocks = graph.reshape(rows, 0, 0, table.blocks(), table.blockLength());
        String scaled = graph.op("Mul", blocks, graph.op("Gather", scales, CompiledGraph.INPUT_IDS));
        float[] channels = table.channels();
        for (int i = 0; i < channels.length; i++) {
            channels[i] *= factor;
        }
        residual = new ResidualChannels(channels);
        return graph.op(
                "Mul",
                graph.reshape(scaled, 0, 0, gemma.hiddenSize()),
                graph.floats("embedding.channels", channels, channels.length));
    }

    private String attendTo(int index, String normed, String name, String shape, LayerAttention attention) throws IOException {
        ModelWeights.Layer layer = weights.layers().get(index);
        LayerType type = gemma.layers().get(index);
        Linears.Input input = input(index, normed, name + "attention", gemma.hiddenSize(), outliers(layer.inputNorm()));
        String joined = input.times(name + "query_key_value", layer.query(), layer.key(), layer.value());
        Heads.Parts parts = heads.of(joined, layer, type, name, shape);
        String attended = attention.attend(type, parts.queries(), parts.keys(), input.restore(parts.values()));
        return input(index, attended, name + "attended", HeadLayout.of(gemma).queryWidth(), NO_OUTLIERS)
                .times(name + "attention_output", layer.attentionOutput());
    }

    /** down(gelu(gate(h)) · up(h)), with the tanh form of GELU. */
    private String feedForward(int index, String h, String name) throws IOException {
        ModelWeights.Layer layer = weights.layers().get(index);
        Linears.Input input = input(index, h, name + "feedforward", gemma.hiddenSize(), outliers(layer.preFeedForwardNorm()));
        // two products, because one wide product would have to be cut in two
        String gate = input.restore(input.times(name + "gate", layer.gate()));
        String up = input.times(name + "up", layer.up());
        String gated = graph.op("Mul", graph.contrib("FastGelu", gate).output(), up);
        return input(index, gated, name + "gated", gemma.intermediateSize(), NO_OUTLIERS).times(name + "down", layer.down());
    }

    private int[] outliers(Tensor norm) throws IOException {
        return residual == null ? NO_OUTLIERS : residual.outliers(norm);
    }

    /**
     * Prepares the input of a layer's matrices. In int8 each row of the products lacks a factor, because the norms that
     * follow remove it anyway (their epsilon then weighs less). Only the values of the attention and the gate need the factor.
     */
    private Linears.Input input(int layer, String value, String name, int width, int[] outliers) {
        if (!form.int8()) {
            return linears.plain(value, form.type());
        }
        return layer < FINE_LAYERS ? linears.fineInt8(value) : linears.int8(value, name, width, outliers);
    }

    /** Normalizes a value that is about to be added to the residual stream; float32. */
    private String addend(String value, Tensor weight, String name) throws IOException {
        if (residual != null) {
            residual.add(weight);
        }
        return form.toFloat(graph, norms.norm(value, norms.factors(weight, form.type(), name, 1)));
    }
}
