package ai.magibu.sample.documents;

import ai.magibu.sample.startup.StartupProblem;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How documents become chunks. A change concerns documents stored from then on.
 *
 * @param chunkTokens Most tokens of a chunk, counted by the embedding model's own tokenizer.
 * @param overlapTokens Most tokens that a chunk repeats of the one before it, in whole sentences; 0 for none.
 * @param demo Whether the first start stores the bundled documents.
 */
@ConfigurationProperties("sample.documents")
public record DocumentProperties(
        @DefaultValue("160") int chunkTokens, @DefaultValue("40") int overlapTokens, @DefaultValue("true") boolean demo) {

    public DocumentProperties {
        if (chunkTokens < 16 || overlapTokens < 0 || overlapTokens > chunkTokens / 2) {
            throw new StartupProblem(
                    "sample.documents.chunk-tokens=%d and sample.documents.overlap-tokens=%d do not fit."
                            .formatted(chunkTokens, overlapTokens),
                    "Set chunk-tokens to 16 or more, and overlap-tokens to 0 up to half of that.");
        }
    }
}
