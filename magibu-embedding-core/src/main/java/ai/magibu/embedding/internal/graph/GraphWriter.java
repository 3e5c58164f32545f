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
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes a model's graph into a folder. */
public final class GraphWriter {

    private GraphWriter() {}

    /**
     * Writes the files of a {@link CompiledGraph}, none of which may exist. Needs memory for the largest layer's weights, not for
     * all of them.
     */
    public static CompiledGraph write(CheckedModel model, Precision precision, Path folder) throws IOException {
        Map<GraphUse, ModelProto> protos;
        try (ExternalData data = new ExternalData(folder.resolve(CompiledGraph.DATA_FILE))) {
            protos = EncoderGraph.build(model, GraphForm.of(precision), data);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Map.Entry<GraphUse, ModelProto> proto : protos.entrySet()) {
            Path file = folder.resolve(proto.getKey().file());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                proto.getValue().writeTo(out);
                out.flush();
                channel.force(true); // on the disk before the folder gets its name
            }
        }
        return new CompiledGraph(folder);
    }
}
