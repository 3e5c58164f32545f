package ai.magibu.embedding.internal.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

/** A bfloat16 graph as the CPU can run it: each operator in float32, its results rounded to bfloat16, as CUDA's kernels do. */
public final class RoundedGraph {

    private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
    private static final int BFLOAT16 = TensorProto.DataType.BFLOAT16_VALUE;

    private final ValueTypes types;
    private int casts;

    private RoundedGraph(ValueTypes types) {
        this.types = types;
    }

    public static GraphProto of(GraphProto graph) {
        return new RoundedGraph(ValueTypes.of(graph)).rounded(graph);
    }

    private GraphProto rounded(GraphProto graph) {
        GraphProto.Builder changed = graph.toBuilder().clearNode();
        for (NodeProto node : graph.getNodeList()) {
            add(node, changed);
        }
        return changed.build();
    }

    private void add(NodeProto node, GraphProto.Builder graph) {
        NodeProto.Builder changed = node.toBuilder();
        for (AttributeProto.Builder attribute : changed.getAttributeBuilderList()) {
            if (attribute.hasG()) {
                attribute.setG(rounded(attribute.getG()));
            }
        }
        if (node.getOpType().equals("Cast")) {
            graph.addNode(changed);
            return;
        }
        for (int i = 0; i < node.getInputCount(); i++) {
            String input = node.getInput(i);
            if (!input.isEmpty() && types.of(input) == BFLOAT16) {
                String exact = input + ".exact" + casts++;
                graph.addNode(cast(input, exact, FLOAT));
                changed.setInput(i, exact);
            }
        }
        int position = graph.getNodeCount();
        for (int i = 0; i < node.getOutputCount(); i++) {
            String output = node.getOutput(i);
            if (types.of(output) == BFLOAT16) {
                changed.setOutput(i, output + ".exact");
                graph.addNode(cast(output + ".exact", output, BFLOAT16));
            }
        }
        graph.addNode(position, changed);
    }

    private static NodeProto cast(String input, String output, int type) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput(input)
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder().setName("to").setType(AttributeProto.AttributeType.INT).setI(type))
                .build();
    }
}
