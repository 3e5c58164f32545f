package ai.magibu.sample;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/** The settings under {@code sample} in application.yml, which explains them. */
@ConfigurationProperties("sample")
public record SampleProperties(int chunkTokens, int overlapTokens, int passages, double minSimilarity, Chat chat) {

    /** An OpenAI-compatible chat model. */
    public record Chat(String baseUrl, String model, String apiKey, Duration timeout) {
        public Chat {
            if (StringUtils.hasText(model) && !StringUtils.hasText(baseUrl)) {
                throw new IllegalArgumentException("sample.chat.model is set, but sample.chat.base-url is missing");
            }
        }
    }
}
