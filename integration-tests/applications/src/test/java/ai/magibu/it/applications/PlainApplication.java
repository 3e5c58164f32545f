package ai.magibu.it.applications;

import ai.magibu.embedding.MagibuEmbedder;
import dev.langchain4j.model.embedding.EmbeddingModel;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Embeds once and ends. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class PlainApplication {

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(PlainApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            System.out.println("dimension: " + context.getBean(MagibuEmbedder.class).encode("metin").length);
            System.out.println("LangChain4j: "
                    + context.getBean(EmbeddingModel.class).embed("metin").content().vector().length);
        }
    }
}
