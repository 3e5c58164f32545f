package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.artifact.GraphUse;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.weights.ExternalData;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes a snapshot's graph into a folder. */
public final class GraphExporter {

    /** Raised whenever the same snapshot gives another graph or manifest, so that older ones are not used any more. */
    public static final int VERSION = 5;

    private GraphExporter() {}

    /**
     * Writes the files of an {@link CompiledGraph}, none of which may exist. Needs memory for the largest layer's weights, not for
     * all of them.
     */
    public static CompiledGraph export(CheckedModel snapshot, Precision precision, Path folder) throws IOException {
        return export(snapshot, AttentionPlan.of(snapshot.config().gemma()), precision, folder);
    }

    static CompiledGraph export(CheckedModel snapshot, AttentionPlan plan, Precision precision, Path folder) throws IOException {
        CompiledGraph graph = new CompiledGraph(folder);
        Map<GraphUse, ModelProto> models;
        try (ExternalData data = new ExternalData(folder.resolve(CompiledGraph.DATA_FILE))) {
            models = EncoderGraph.build(snapshot, plan, precision, data);
        }
        for (Map.Entry<GraphUse, ModelProto> model : models.entrySet()) {
            Path file = folder.resolve(model.getKey().file());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                model.getValue().writeTo(out);
                out.flush();
                channel.force(true); // on the disk before the folder gets its name
            }
        }
        return graph;
    }
}
