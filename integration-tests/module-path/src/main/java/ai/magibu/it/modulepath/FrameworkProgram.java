package ai.magibu.it.modulepath;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import java.nio.file.Path;
import java.util.Arrays;

/** Prints the vector of a text, as LangChain4j and Spring AI get it. */
public final class FrameworkProgram {

    private FrameworkProgram() {}

    /** @param args the model's folder, the cache folder and a text */
    public static void main(String[] args) {
        try (MagibuEmbedder embedder = MagibuEmbedder.builder()
                .model(Path.of(args[0]))
                .cacheDirectory(Path.of(args[1]))
                .device(Device.CPU)
                .load()) {
            var langChain4j = ai.magibu.langchain4j.MagibuEmbeddingModel.builder().embedder(embedder).build();
            System.out.println("langchain4j: " + Arrays.toString(langChain4j.embed(args[2]).content().vector()));
            var springAi = ai.magibu.springai.MagibuEmbeddingModel.builder().embedder(embedder).build();
            System.out.println("springai: " + Arrays.toString(springAi.embed(args[2])));
        }
    }
}
