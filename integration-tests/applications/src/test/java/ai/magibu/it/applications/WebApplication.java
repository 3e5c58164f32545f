package ai.magibu.it.applications;

import ai.magibu.embedding.MagibuEmbedder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers pings, and embeds texts of a given length. Prints its port. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WebApplication.Controller.class)
class WebApplication {

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(WebApplication.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.run(arguments);
    }

    @Bean
    ApplicationListener<WebServerInitializedEvent> portPrinter() {
        return event -> System.out.println("port: " + event.getWebServer().getPort());
    }

    @RestController
    static class Controller {

        private final MagibuEmbedder embedder;

        Controller(MagibuEmbedder embedder) {
            this.embedder = embedder;
        }

        @GetMapping("/ping")
        String ping() {
            return "pong";
        }

        /** Embeds a text of at least that many tokens, or of the model's maximum; returns its tokens and the time in ms. */
        @GetMapping("/embed")
        String embed(@RequestParam int tokens) {
            String text = "Türkiye'nin başkenti Ankara'dır. ";
            while (embedder.countTokens(text) < Math.min(tokens, embedder.maxTokens())) {
                text += "Bugün hava çok güzel, yarın yağmur yağacak. ";
            }
            System.out.println("embedding " + embedder.countTokens(text) + " tokens");
            long start = System.nanoTime();
            embedder.encodeDocument(text);
            return embedder.countTokens(text) + " tokens in " + (System.nanoTime() - start) / 1_000_000 + " ms";
        }
    }
}
