package ai.magibu.it.modulepath;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.hub.HubSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Prints the vector of a text, and the packages of the library and of its hub client that this module may use. */
public final class Program {

    private Program() {}

    /** @param args the model's folder, the cache folder and a text */
    public static void main(String[] args) {
        try (MagibuEmbedder embedder = MagibuEmbedder.builder()
                .model(Path.of(args[0]))
                .cacheDirectory(Path.of(args[1]))
                .device(Device.CPU)
                .load()) {
            System.out.println("vector: " + Arrays.toString(embedder.encode(args[2])));
            System.out.println("runtime: " + embedder.runtime());
        }
        System.out.println("module: " + MagibuEmbedder.class.getModule().getName());
        Stream.of(MagibuEmbedder.class.getModule(), HubSettings.class.getModule())
                .flatMap(library -> library.getPackages().stream().filter(name -> library.isExported(name, Program.class.getModule())))
                .sorted()
                .forEach(name -> System.out.println("exported: " + name));
    }
}
