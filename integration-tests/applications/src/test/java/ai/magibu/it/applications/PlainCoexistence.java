package ai.magibu.it.applications;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.test.TinyModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.nio.file.Path;

/** Loads and uses the two models in the order of its arguments, without a framework. */
final class PlainCoexistence {

    private PlainCoexistence() {}

    public static void main(String[] arguments) {
        Path cache = Path.of(arguments[0]);
        for (String model : arguments[1].split(",")) {
            int dimension = model.equals("other") ? other() : ours(cache);
            System.out.println(model + ": " + dimension);
        }
    }

    private static int other() {
        return new AllMiniLmL6V2QuantizedEmbeddingModel().embed("Ankara").content().vector().length;
    }

    private static int ours(Path cache) {
        try (MagibuEmbedder embedder = TinyModel.builder()
                .cacheDirectory(cache)
                .device(Device.CPU)
                .load()) {
            return embedder.encode("Ankara").length;
        }
    }
}
