package ai.magibu.it.applications;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Profile;

/** Another in-process model together with the starter's. The profile decides which of the two is created first. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CoexistenceApplication {

    @Bean
    @Profile("other-first")
    EmbeddingModel otherFirst() {
        return new AllMiniLmL6V2QuantizedEmbeddingModel();
    }

    @Bean
    @Profile("other-last")
    @DependsOn("magibuEmbedder")
    EmbeddingModel otherLast() {
        return new AllMiniLmL6V2QuantizedEmbeddingModel();
    }

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(CoexistenceApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
            EmbeddingModel other = context.getBean(EmbeddingModel.class);
            for (int round = 0; round < 2; round++) {
                System.out.println("other: " + other.embed("Ankara").content().vector().length);
                System.out.println("ours: " + worstDifference(embedder));
            }
        }
    }

    /** Returns the largest difference from sentence-transformers over all texts. */
    private static double worstDifference(MagibuEmbedder embedder) {
        double worst = 0;
        for (ReferenceVector reference : TinyModel.referenceVectors(null)) {
            float[] vector = embedder.encode(reference.text());
            for (int i = 0; i < vector.length; i++) {
                worst = Math.max(worst, Math.abs(vector[i] - reference.vector()[i]));
            }
        }
        return worst;
    }
}
