package ai.magibu.spring.boot.aot;

import ai.magibu.embedding.MagibuEmbedder;
import dev.langchain4j.model.embedding.EmbeddingModel;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Prints what became of its beans. */
@SpringBootApplication
public class PrintingApplication {

    public static void main(String[] arguments) {
        try (ConfigurableApplicationContext context = SpringApplication.run(PrintingApplication.class, arguments)) {
            System.out.println("search loaded at start: " + context.getBeanFactory().containsSingleton("searchMagibuEmbedder"));
            System.out.println("dimension: " + context.getBean(EmbeddingModel.class).embed("metin").content().vector().length);
            EmbeddingModel search = context.getBean("searchMagibuLangChain4jEmbeddingModel", EmbeddingModel.class);
            System.out.println("search: " + search.embed("metin").content().vector().length + ", "
                    + context.getBean("searchMagibuEmbedder", MagibuEmbedder.class).precision());
        }
    }
}
