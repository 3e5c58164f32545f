import ai.magibu.embedding.MagibuEmbedder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Embeds a text. Arguments: the model folder, the file with the text, the file for the vector, a cache folder. */
public class Consumer {

    public static void main(String[] args) throws Exception {
        try (MagibuEmbedder embedder = MagibuEmbedder.builder().model(Path.of(args[0])).cacheDirectory(Path.of(args[3])).load()) {
            float[] vector = embedder.encode(Files.readString(Path.of(args[1]), StandardCharsets.UTF_8));
            Files.writeString(Path.of(args[2]), Arrays.toString(vector));
        }
    }
}
