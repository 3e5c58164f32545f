package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.artifact.GraphUse;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.store.GraphManifest;
import ai.magibu.embedding.internal.store.ModelCompiler;
import ai.magibu.embedding.internal.weights.ExternalData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Graphs for CUDA whose values are all float32: the CPU has kernels for them. */
public final class CudaGraphs {

    private CudaGraphs() {}

    /**
     * Exports a model into an empty folder. The graph that this library runs on the CPU there is the one for CUDA.
     *
     * @param fusedAttention whether the attention is one operator, as in bf16
     */
    public static void export(Path model, boolean fusedAttention, Path folder) throws IOException {
        ModelCompiler.export(model, Precision.FP32, folder);
        CompiledGraph graph = new CompiledGraph(folder);
        Files.delete(graph.data());
        GraphForm form = new GraphForm(false, true, GraphBuilder.FLOAT, fusedAttention);
        try (ExternalData data = new ExternalData(graph.data())) {
            Files.write(
                    graph.file(GraphUse.EMBEDDER),
                    EncoderGraph.build(CheckedModel.open(model), Map.of(form, Set.of(GraphUse.CUDA_EMBEDDER)), data)
                            .get(GraphUse.CUDA_EMBEDDER)
                            .toByteArray());
        }
        GraphManifest manifest = GraphManifest.read(folder);
        List<Path> files = manifest.files().keySet().stream().map(folder::resolve).toList();
        new GraphManifest(manifest.precision(), manifest.fingerprint(), manifest.parameters(), GraphManifest.sums(folder, files))
                .write(folder);
    }
}
