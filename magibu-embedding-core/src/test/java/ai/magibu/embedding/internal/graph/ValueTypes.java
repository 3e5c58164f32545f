package ai.magibu.embedding.internal.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The element types of the values in a graph for CUDA, by the rules of the operators that it uses. */
public final class ValueTypes {

    private static final int BOOL = TensorProto.DataType.BOOL_VALUE;
    private static final int INT64 = TensorProto.DataType.INT64_VALUE;

    private final Map<String, Integer> types = new HashMap<>();

    private ValueTypes() {}

    public static ValueTypes of(GraphProto graph) {
        ValueTypes types = new ValueTypes();
        graph.getInputList().forEach(input -> types.types.put(input.getName(), input.getType().getTensorType().getElemType()));
        graph.getInitializerList().forEach(tensor -> types.types.put(tensor.getName(), tensor.getDataType()));
        types.addNodes(graph);
        return types;
    }

    /** Returns a value's type as ONNX numbers it. */
    public int of(String value) {
        return Objects.requireNonNull(types.get(value), value);
    }

    /** Returns the graphs inside a node. */
    public static List<GraphProto> bodies(NodeProto node) {
        return node.getAttributeList().stream().filter(AttributeProto::hasG).map(AttributeProto::getG).toList();
    }

    private void addNodes(GraphProto graph) {
        for (NodeProto node : graph.getNodeList()) {
            bodies(node).forEach(this::addNodes);
            for (int i = 0; i < node.getOutputCount(); i++) {
                types.put(node.getOutput(i), output(node, i));
            }
        }
    }

    private int output(NodeProto node, int index) {
        return switch (node.getOpType()) {
            case "Cast" -> Math.toIntExact(node.getAttribute(0).getI());
            case "Shape" -> INT64;
            case "Equal", "Greater", "LessOrEqual" -> BOOL;
            case "TopK" -> index == 0 ? of(node.getInput(0)) : INT64;
            case "Where" -> of(node.getInput(1));
            case "If" -> of(bodies(node).get(0).getOutput(index).getName());
            default -> of(node.getInput(0));
        };
    }
}
