package ai.magibu.it.modulepath;

import ai.magibu.embedding.MagibuEmbedder;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Prints the vector of a text, as the beans of the starter return it. */
@SpringBootApplication(proxyBeanMethods = false)
public class StarterProgram {

    /** @param args the text, then settings as {@code --name=value} */
    public static void main(String[] args) {
        try (ConfigurableApplicationContext context = SpringApplication.run(StarterProgram.class, args)) {
            System.out.println("embedder: " + Arrays.toString(context.getBean(MagibuEmbedder.class).encode(args[0])));
            var langChain4j = context.getBean(ai.magibu.langchain4j.MagibuEmbeddingModel.class);
            System.out.println("langchain4j: " + Arrays.toString(langChain4j.embed(args[0]).content().vector()));
        }
    }
}
