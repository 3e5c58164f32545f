package ai.magibu.evaluation.encoder;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.ModelInfo;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.evaluation.api.EncodedTexts;
import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.api.TextRole;
import ai.magibu.evaluation.internal.encode.VectorCheck;

/** A Magibu embedder as the encoder of an evaluation. */
public final class MagibuTextEncoder implements TextEncoder {

    /** The prompts before the texts. */
    public enum Prompts {
        /** No prompt, as in the figures of the model card. */
        NONE,
        /** The model's prompt of the task, of the type of task, or of the side of a search, in mteb 2's order. */
        PUBLISHED
    }

    private final MagibuEmbedder embedder;
    private final Prompts prompts;
    private final EncoderSettings settings;

    /**
     * Creates an encoder.
     *
     * @param embedder the embedder, which stays open
     * @param prompts the prompts before the texts
     */
    public MagibuTextEncoder(MagibuEmbedder embedder, Prompts prompts) {
        this(embedder, name(embedder.info()), prompts);
    }

    /**
     * Creates an encoder with another name for the results.
     *
     * @param embedder the embedder, which stays open
     * @param model the name of the model in results, for example {@code alibayram/embeddingmagibu-200m}
     * @param prompts the prompts before the texts
     */
    public MagibuTextEncoder(MagibuEmbedder embedder, String model, Prompts prompts) {
        this.embedder = embedder;
        this.prompts = Objects.requireNonNull(prompts, "prompts");
        ModelInfo info = embedder.info();
        String revision = info.revision() == null ? info.fingerprint().substring(0, 16) : info.revision();
        this.settings = new EncoderSettings(model, revision, lower(embedder.precision()), lower(prompts), embedder.dimension(),
                embedder.maxTokens());
    }

    @Override
    public EncoderSettings settings() {
        return settings;
    }

    @Override
    public EncodedTexts encode(List<String> texts, TextRole role) {
        List<Embedding> embeddings = embed(texts, role);
        return new EncodedTexts(embeddings.stream().map(Embedding::vector).toList(),
                embeddings.stream().mapToLong(Embedding::tokens).sum(), (int) embeddings.stream().filter(Embedding::truncated).count());
    }

    private List<Embedding> embed(List<String> texts, TextRole role) {
        try {
            return embedder.embed(texts.stream().map(Passage::of).toList(), EncodeOptions.of(prompt(role)));
        } catch (TextTooLongException e) {
            throw new EvaluationException("The text \"" + VectorCheck.excerpt(texts.get(e.index())) + "\" has " + e.tokens()
                    + " tokens, and the limit is " + e.limit() + ". Shorten it, or truncate long texts.", e);
        }
    }

    private Prompt prompt(TextRole role) {
        if (prompts == Prompts.NONE) {
            return Prompt.NONE;
        }
        Map<String, String> defined = embedder.info().prompts();
        return role.promptNames().stream().filter(defined::containsKey).findFirst().map(Prompt::named).orElse(Prompt.DEFAULT);
    }

    private static String name(ModelInfo info) {
        String source = info.source();
        boolean repository = info.revision() != null && source.matches("[\\w.-]+/[\\w.-]+(@.*)?");
        return repository ? source.replaceFirst("@.*", "") : info.name();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
