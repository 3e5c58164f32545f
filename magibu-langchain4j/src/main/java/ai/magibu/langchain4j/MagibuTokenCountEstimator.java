package ai.magibu.langchain4j;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.MagibuTokenizer;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Counts tokens as the model does: exactly, without truncation, including the special tokens and the prompt, if there is one. A
 * text of N tokens by this count has N tokens in the model, so that
 *
 * <pre>{@code
 * DocumentSplitters.recursive(512, 64, new MagibuTokenCountEstimator(embedder, Prompt.DOCUMENT))
 * }</pre>
 *
 * gives segments of at most 512 tokens, so that none is truncated when it is embedded as a document. Use the prompt that the
 * segments will be embedded with. The splitter adds up the counts of a segment's parts, which counts special tokens and prompt for
 * each part, so segments are slightly smaller than the limit. The splitter does not know the {@linkplain
 * MagibuEmbeddingModel#TITLE_METADATA_KEY title}: subtract its tokens from the limit.
 *
 * <p>Thread-safe. Does not own the embedder or tokenizer: the code that loaded it closes it, and every later call fails with {@link
 * IllegalStateException}.
 */
public final class MagibuTokenCountEstimator implements TokenCountEstimator {

    private final ToIntFunction<String> counter;

    /**
     * Counts with the model's own default prompt, as {@link MagibuEmbeddingModel} embeds by default. The published model has none.
     */
    public MagibuTokenCountEstimator(MagibuEmbedder embedder) {
        this(embedder, Prompt.DEFAULT);
    }

    /**
     * Counts with the given prompt.
     *
     * @throws IllegalArgumentException if the model does not define the prompt
     */
    public MagibuTokenCountEstimator(MagibuEmbedder embedder, Prompt prompt) {
        // Resolve the prompt, so that an unknown name fails here and not at the first text.
        embedder.acceptsTitle(prompt);
        this.counter = text -> embedder.countTokens(Passage.of(text), prompt);
    }

    /**
     * Counts with the given prompt and an embedder that is loaded at the first count.
     *
     * @param embedder the supplier of the embedder, called for each count from any thread; must return the same embedder each time
     */
    public MagibuTokenCountEstimator(Supplier<MagibuEmbedder> embedder, Prompt prompt) {
        Objects.requireNonNull(embedder, "embedder");
        this.counter = text -> embedder.get().countTokens(Passage.of(text), prompt);
    }

    /** Counts without a prompt. Use it to split texts without loading the model itself. */
    public MagibuTokenCountEstimator(MagibuTokenizer tokenizer) {
        Objects.requireNonNull(tokenizer, "tokenizer");
        this.counter = tokenizer::count;
    }

    /**
     * Returns the number of the text's tokens, including prompt and special tokens: at least 2 for a model that adds a token at both
     * ends, even for an empty text.
     *
     * @throws IllegalArgumentException if the text is null
     */
    @Override
    public int estimateTokenCountInText(String text) {
        if (text == null) {
            throw new IllegalArgumentException("text cannot be null");
        }
        return counter.applyAsInt(text);
    }

    /**
     * Returns the number of tokens of the message's text, its parts joined by line breaks. An embedding model has no chat template,
     * so roles, names and tool calls are not counted; a message without text has 0 tokens.
     *
     * @throws IllegalArgumentException if the message has content other than text, or is of a kind that has no text
     */
    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return estimateTokenCountInText(system.text());
        } else if (message instanceof UserMessage user) {
            return estimateTokenCountInText(
                    user.contents().stream().map(MagibuTokenCountEstimator::textOf).collect(Collectors.joining("\n")));
        } else if (message instanceof AiMessage ai) {
            return ai.text() == null ? 0 : estimateTokenCountInText(ai.text());
        } else if (message instanceof ToolExecutionResultMessage result) {
            return estimateTokenCountInText(result.text());
        }
        throw new IllegalArgumentException("cannot count the tokens of " + message);
    }

    private static String textOf(Content content) {
        if (content instanceof TextContent text) {
            return text.text();
        }
        throw new IllegalArgumentException("cannot count the tokens of content that is not text: " + content.type());
    }

    /** Returns the sum of {@link #estimateTokenCountInMessage} over the messages. */
    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        int tokens = 0;
        for (ChatMessage message : messages) {
            tokens += estimateTokenCountInMessage(message);
        }
        return tokens;
    }
}
