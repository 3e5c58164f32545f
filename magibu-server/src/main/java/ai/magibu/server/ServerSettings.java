package ai.magibu.server;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings under {@code magibu.server}. Those of the model are under {@code magibu.embedding}.
 *
 * @param modelName Name of the model in requests and answers. If not set, the model's name on the hub, or that of its folder.
 * @param apiKeys Keys of which a client must send one, as "Authorization: Bearer KEY". If not set, every client has access.
 * @param maxBodySize Largest body of a request, from 1KB to 1GB.
 * @param bodyTimeout Longest time in which the body of a request arrives, from 1s. Then the connection is closed.
 * @param maxTexts Most texts of a request.
 * @param maxTokensPerRequest Most tokens of a request, prompts and special tokens included, before texts are truncated.
 * @param defaultPrompt Prompt of requests that choose none: "default" (the model's own default), "none", "query", "document", or the name
 *     of one of the model's prompts.
 */
@ConfigurationProperties(prefix = "magibu.server", ignoreUnknownFields = false) // a misspelled api-keys would let every client in
public record ServerSettings(
        @Nullable String modelName,
        @Nullable List<String> apiKeys,
        @DefaultValue("16MB") DataSize maxBodySize,
        @DefaultValue("2m") Duration bodyTimeout,
        @DefaultValue("2048") int maxTexts,
        @DefaultValue("300000") int maxTokensPerRequest,
        @DefaultValue("default") String defaultPrompt) {

    /** @throws IllegalArgumentException if a setting is out of its range; the message never has a key */
    public ServerSettings {
        if (modelName != null && modelName.isBlank()) {
            throw new IllegalArgumentException("magibu.server.model-name is blank. Remove it, or set it to a name");
        }
        if (apiKeys != null && apiKeys.isEmpty()) {
            throw new IllegalArgumentException("magibu.server.api-keys is empty. Set a key, or remove it to let every client in");
        }
        apiKeys = apiKeys == null ? List.of() : List.copyOf(apiKeys);
        if (apiKeys.stream().anyMatch(key -> key.isBlank() || !key.equals(key.strip()))) {
            throw new IllegalArgumentException(
                    "magibu.server.api-keys has a key that is blank or has white space around it. Is an environment variable empty?");
        }
        if (maxBodySize.toBytes() < 1_024 || maxBodySize.toBytes() > 1L << 30) {
            throw new IllegalArgumentException("magibu.server.max-body-size is " + maxBodySize + ", not from 1KB to 1GB");
        }
        if (bodyTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("magibu.server.body-timeout is " + bodyTimeout + ", not 1s or more");
        }
        requirePositive("max-texts", maxTexts);
        requirePositive("max-tokens-per-request", maxTokensPerRequest);
        if (defaultPrompt.isBlank()) {
            throw new IllegalArgumentException("magibu.server.default-prompt is blank. Set it to \"none\" for no prompt");
        }
    }

    private static void requirePositive(String setting, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("magibu.server." + setting + " is " + value + ", not 1 or more");
        }
    }

    /** Returns the keys; empty if every client has access. */
    @Override
    public List<String> apiKeys() {
        return apiKeys == null ? List.of() : apiKeys;
    }

    /** Leaves the keys out. */
    @Override
    public String toString() {
        return "ServerSettings[" + modelName + ", " + apiKeys().size() + " keys, " + maxBodySize + "]";
    }
}
