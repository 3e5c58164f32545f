package ai.magibu.server;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings under {@code magibu.server}. Those of the model are under {@code magibu.embedding}.
 *
 * @param modelName Name of the model in requests and answers. If not set, the model's name on the hub, or that of its folder.
 * @param apiKeys Keys of which a client must send one, as "Authorization: Bearer KEY". If empty, every client has access.
 * @param maxBodySize Largest body of a request, from 1KB to 1GB.
 * @param maxTexts Most texts of a request.
 * @param maxTokensPerRequest Most tokens of a request, prompts and special tokens included, before texts are truncated.
 * @param defaultPrompt Prompt of requests that choose none: "default" (the model's own default), "none", "query", "document", or the name
 *     of one of the model's prompts.
 */
@ConfigurationProperties("magibu.server")
public record ServerSettings(
        @Nullable String modelName,
        @DefaultValue List<String> apiKeys,
        @DefaultValue("16MB") DataSize maxBodySize,
        @DefaultValue("2048") int maxTexts,
        @DefaultValue("300000") int maxTokensPerRequest,
        @DefaultValue("default") String defaultPrompt) {

    /** @throws IllegalArgumentException if a setting is out of its range; the message never has a key */
    public ServerSettings {
        if (modelName != null && modelName.isBlank()) {
            throw new IllegalArgumentException("magibu.server.model-name is blank. Remove it, or set it to a name");
        }
        if (apiKeys.stream().anyMatch(key -> key.isBlank() || !key.equals(key.strip()))) {
            throw new IllegalArgumentException(
                    "magibu.server.api-keys has a key that is blank or has white space around it. Is an environment variable empty?");
        }
        if (maxBodySize.toBytes() < 1_024 || maxBodySize.toBytes() > 1L << 30) {
            throw new IllegalArgumentException("magibu.server.max-body-size is " + maxBodySize + ", not from 1KB to 1GB");
        }
        requirePositive("max-texts", maxTexts);
        requirePositive("max-tokens-per-request", maxTokensPerRequest);
        if (defaultPrompt.isBlank()) {
            throw new IllegalArgumentException("magibu.server.default-prompt is blank. Set it to \"none\" for no prompt");
        }
        apiKeys = List.copyOf(apiKeys);
    }

    private static void requirePositive(String setting, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("magibu.server." + setting + " is " + value + ", not 1 or more");
        }
    }

    /** Leaves the keys out. */
    @Override
    public String toString() {
        return "ServerSettings[" + modelName + ", " + apiKeys.size() + " keys, " + maxBodySize + "]";
    }
}
