package ai.magibu.springai;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.text.SentenceChunker;
import java.util.List;
import org.springframework.ai.transformer.splitter.TextSplitter;

/**
 * Splits documents into chunks of whole Turkish sentences, as many as fit into a number of tokens of the model. Each chunk begins with
 * the last sentences of the one before. {@link ai.magibu.embedding.text.TurkishSentences} has the rules for sentences, {@link
 * SentenceChunker} those for sentences that are too long.
 *
 * <p>The text of a chunk is a part of the document's text, line breaks included, without white space around it. No chunk is blank; a
 * blank document has none. Tokens are counted with the document prompt, as {@link MagibuEmbeddingModel} embeds; a title comes on top.
 *
 * <p>Thread-safe. It does not own the embedder.
 */
public final class TurkishSentenceTextSplitter extends TextSplitter {

    private final SentenceChunker chunker;

    /**
     * Creates a splitter.
     *
     * @param maxTokens the maximum number of tokens of a chunk including prompt and special tokens, at least 1
     * @param overlapTokens the maximum number of tokens that a chunk repeats from the previous one, less than {@code maxTokens}; 0
     *     for no overlap
     * @param embedder the embedder that counts tokens; the caller closes it
     * @throws IllegalArgumentException if a number is out of range
     */
    public TurkishSentenceTextSplitter(int maxTokens, int overlapTokens, MagibuEmbedder embedder) {
        embedder.acceptsTitle(Prompt.DOCUMENT); // fails if the model does not define the prompt
        this.chunker = new SentenceChunker(
                maxTokens, overlapTokens, text -> embedder.countTokens(Passage.of(text), Prompt.DOCUMENT));
    }

    /**
     * @throws IllegalArgumentException if the prompt and the special tokens alone have {@code maxTokens} or more
     * @throws ai.magibu.embedding.api.EncodeInterruptedException if the thread is interrupted
     * @throws IllegalStateException if the embedder is closed
     */
    @Override
    protected List<String> splitText(String text) {
        return chunker.chunks(text).stream().map(chunk -> text.substring(chunk.start(), chunk.end())).toList();
    }
}
