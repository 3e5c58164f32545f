package ai.magibu.sample;

import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.core.env.Environment;

/**
 * Answers questions from your own documents. Start reading at {@link RagConfiguration}. A document passes through DocumentController →
 * Documents (the queue) → Ingest → the store. A question passes through AskController → Assistant → the retrievers → the chat model.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SampleApplication {

    public static void main(String[] arguments) {
        Environment environment = SpringApplication.run(SampleApplication.class, arguments).getEnvironment();
        LoggerFactory.getLogger(SampleApplication.class).info("Open http://localhost:{}", environment.getProperty("local.server.port"));
    }
}
