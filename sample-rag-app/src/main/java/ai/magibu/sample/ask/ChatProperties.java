package ai.magibu.sample.ask;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The chat model that words the answers; without one there are passages only.
 *
 * @param baseUrl An OpenAI-compatible endpoint, such as http://localhost:11434/v1 for Ollama.
 * @param model The model's name, as the endpoint knows it.
 * @param apiKey Where the endpoint wants one. Set it by the environment variable SAMPLE_CHAT_API_KEY, not in a file.
 * @param timeout Longest silence: until the answer begins, and from each piece of it to the next.
 * @param deadline Longest time for a whole answer.
 * @param rewriteTimeout Longest time for making a follow-up question one that stands alone; after that it is taken as it is.
 */
@ConfigurationProperties("sample.chat")
public record ChatProperties(
        @Nullable String baseUrl,
        @Nullable String model,
        @Nullable String apiKey,
        @DefaultValue("120s") Duration timeout,
        @DefaultValue("10m") Duration deadline,
        @DefaultValue("20s") Duration rewriteTimeout) {

    @Override
    public String toString() {
        return "ChatProperties[baseUrl=" + baseUrl + ", model=" + model + "]"; // the key is nobody's business
    }
}
