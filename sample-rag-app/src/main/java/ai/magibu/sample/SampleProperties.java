package ai.magibu.sample;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings under {@code sample} in application.yml, which explains them.
 *
 * @param minSimilarity the least cosine similarity of a passage to the question, from -1 to 1
 */
@ConfigurationProperties("sample")
public record SampleProperties(
        int chunkTokens,
        int overlapTokens,
        int passages,
        double minSimilarity,
        Chat chat) {

    /** An OpenAI-compatible chat model. */
    public record Chat(String baseUrl, String model, String apiKey, Duration timeout) {}
}
