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
 * Counts tokens as the model does: exactly, never truncated, with the special tokens once and, if one is named, the prompt once.
 * A text of N by this count is N tokens to the model, so that
 *
 * <pre>{@code
 * DocumentSplitters.recursive(512, 64, new MagibuTokenCountEstimator(embedder, Prompt.DOCUMENT))
 * }</pre>
 *
 * gives segments that are at most 512 tokens when they are embedded as documents, without anything cut off. Count with the prompt
 * that the segments will be embedded with. Two things follow from counting that way: the splitter, which adds up the counts of
 * the parts of a segment, counts specials and prompt for each part and so fills segments a little less than it could; and a
 * {@linkplain MagibuEmbeddingModel#TITLE_METADATA_KEY title}, which the splitter does not know of, needs room of its own.
 *
 * <p>Thread-safe. Does not own the embedder or tokenizer: the code that loaded it closes it, and every later call fails with {@link
 * IllegalStateException}.
 */
public final class MagibuTokenCountEstimator implements TokenCountEstimator {

    private final ToIntFunction<String> counter;

    /**
     * Counts with the model's own default prompt (none, for the published model), as {@link MagibuEmbeddingModel} embeds where
     * nothing else is configured.
     */
    public MagibuTokenCountEstimator(MagibuEmbedder embedder) {
        this(embedder, Prompt.DEFAULT);
    }

    /**
     * Counts with that prompt.
     *
     * @throws IllegalArgumentException if the model has no prompt of that name
     */
    public MagibuTokenCountEstimator(MagibuEmbedder embedder, Prompt prompt) {
        // Resolves the prompt, so that a name the model does not have fails here and not at the first text.
        embedder.acceptsTitle(prompt);
        this.counter = text -> embedder.countTokens(Passage.of(text), prompt);
    }

    /**
     * Counts with that prompt and an embedder that is loaded at the first count.
     *
     * @param embedder called for each count, from any thread; has to return the same embedder each time
     */
    public MagibuTokenCountEstimator(Supplier<MagibuEmbedder> embedder, Prompt prompt) {
        Objects.requireNonNull(embedder, "embedder");
        this.counter = text -> embedder.get().countTokens(Passage.of(text), prompt);
    }

    /** Counts without any prompt. Use it to split texts without loading the model itself. */
    public MagibuTokenCountEstimator(MagibuTokenizer tokenizer) {
        Objects.requireNonNull(tokenizer, "tokenizer");
        this.counter = tokenizer::count;
    }

    /**
     * The text's tokens, prompt and special tokens included: at least 2 for a model that frames every text, even an empty one.
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
     * The tokens of the message's text, its parts joined by line breaks. An embedding model has no chat template, so roles, names and tool calls count nothing; a
     * message without text counts 0.
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

    /** The sum of {@link #estimateTokenCountInMessage} over the messages. */
    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        int tokens = 0;
        for (ChatMessage message : messages) {
            tokens += estimateTokenCountInMessage(message);
        }
        return tokens;
    }
}
