package ai.magibu.langchain4j;

import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.text.SentenceChunker;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentSplitter;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.TokenCountEstimator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Splits a document into segments of whole Turkish sentences, as many as fit into a number of tokens. Each segment begins with the
 * last sentences of the one before. {@link ai.magibu.embedding.text.TurkishSentences} has the rules for sentences, {@link
 * SentenceChunker} those for sentences that are too long.
 *
 * <pre>{@code
 * new TurkishSentenceSplitter(160, 40, new MagibuTokenCountEstimator(embedder, Prompt.DOCUMENT))
 * }</pre>
 *
 * <p>The text of a segment is a part of the document's text, line breaks included, without white space around it. No segment is
 * blank; a blank document has none. A segment has the document's metadata and
 *
 * <ul>
 *   <li>{@value #POSITION}: its number in the document, from 0;
 *   <li>{@value #START_OFFSET} and {@value #END_OFFSET}: where it begins and ends in the document's text, in UTF-16 units as {@link
 *       String#substring(int, int)} takes them.
 * </ul>
 *
 * <p>Thread-safe if the estimator is.
 */
public final class TurkishSentenceSplitter implements DocumentSplitter {

    /** The metadata key of a segment's number in its document, an {@link Integer} from 0. */
    public static final String POSITION = "position";

    /** The metadata key of the index of a segment's first character, an {@link Integer}. */
    public static final String START_OFFSET = "start_offset";

    /** The metadata key of the index after a segment's last character, an {@link Integer}. */
    public static final String END_OFFSET = "end_offset";

    private final SentenceChunker chunker;

    /**
     * Creates a splitter.
     *
     * @param maxTokens the maximum number of tokens of a segment, at least 1
     * @param overlapTokens the maximum number of tokens that a segment repeats from the previous one, less than {@code maxTokens}; 0
     *     for no overlap
     * @param estimator the token counter, called once for each sentence and about once for each segment
     * @throws IllegalArgumentException if a number is out of range
     */
    public TurkishSentenceSplitter(int maxTokens, int overlapTokens, TokenCountEstimator estimator) {
        Objects.requireNonNull(estimator, "estimator");
        this.chunker = new SentenceChunker(maxTokens, overlapTokens, estimator::estimateTokenCountInText);
    }

    /**
     * @throws IllegalArgumentException if an empty text has {@code maxTokens} or more, because of special tokens or a prompt
     * @throws ai.magibu.embedding.api.EncodeInterruptedException if the thread is interrupted
     */
    @Override
    public List<TextSegment> split(Document document) {
        String text = document.text();
        List<TextSegment> segments = new ArrayList<>();
        for (Span chunk : chunker.chunks(text)) {
            Metadata metadata = document.metadata().copy()
                    .put(POSITION, segments.size())
                    .put(START_OFFSET, chunk.start())
                    .put(END_OFFSET, chunk.end());
            segments.add(TextSegment.from(text.substring(chunk.start(), chunk.end()), metadata));
        }
        return segments;
    }
}
