package ai.magibu.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.aggregator.ContentAggregator;
import dev.langchain4j.rag.query.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Joins adjacent segments of a document, so that the chat model reads one passage instead of two that overlap, and keeps the best
 * passages. Another aggregator ranks the segments first: LangChain4j's {@code DefaultContentAggregator} fuses several
 * retrievers, its {@code ReRankingContentAggregator} asks a scoring model.
 *
 * <p>The segments must come from a {@link TurkishSentenceSplitter}, which sets the metadata {@code position}, {@code start_offset} and
 * {@code end_offset}, and their metadata must name their document. A joined passage has the offsets of the whole passage, the {@code
 * position} of its first segment, {@value #LAST_POSITION}, and the other metadata of its best segment.
 *
 * <p>Thread-safe if the other aggregator is.
 */
public final class JoiningContentAggregator implements ContentAggregator {

    /** The metadata of a joined passage with the position of its last segment. */
    public static final String LAST_POSITION = "last_position";

    /** Longer passages would fill the chat model's context. */
    private static final int MOST_SEGMENTS = 4;

    private final ContentAggregator ranking;
    private final String documentKey;
    private final int maxResults;

    /**
     * Creates an aggregator.
     *
     * @param ranking the aggregator that sorts the segments, the best first
     * @param documentKey the metadata that names a segment's document
     * @param maxResults the number of passages, at least 1
     */
    public JoiningContentAggregator(ContentAggregator ranking, String documentKey, int maxResults) {
        this.ranking = ranking;
        this.documentKey = documentKey;
        this.maxResults = checked(maxResults);
    }

    private static int checked(int maxResults) {
        if (maxResults < 1) {
            throw new IllegalArgumentException("maxResults is " + maxResults + ". It must be at least 1.");
        }
        return maxResults;
    }

    @Override
    public List<Content> aggregate(Map<Query, Collection<List<Content>>> found) {
        return aggregate(found, maxResults);
    }

    /** Same as {@link #aggregate(Map)}, with another number of passages. */
    public List<Content> aggregate(Map<Query, Collection<List<Content>>> found, int maxResults) {
        List<Content> ranked = ranking.aggregate(found);
        List<Content> passages = List.of();
        for (int best = Math.min(checked(maxResults), ranked.size()); best <= ranked.size() && passages.size() < maxResults; best++) {
            passages = join(ranked.subList(0, best)); // the shortest prefix that gives this many passages
        }
        return passages;
    }

    /** A passage has the rank of its best segment. */
    private List<Content> join(List<Content> segments) {
        List<Content> passages = new ArrayList<>();
        for (Content segment : segments) {
            Content passage = segment;
            int place = passages.size();
            for (int i = passages.size() - 1; i >= 0; i--) {
                Content better = passages.get(i);
                if (continues(better, passage) || continues(passage, better)) {
                    passage = continues(better, passage) ? joined(better, passage, better) : joined(passage, better, better);
                    passages.remove(i);
                    place = i;
                }
            }
            passages.add(place, passage);
        }
        return passages;
    }

    private boolean continues(Content passage, Content next) {
        Map<String, Object> first = passage.textSegment().metadata().toMap();
        Map<String, Object> second = next.textSegment().metadata().toMap();
        return first.get(documentKey) != null
                && first.get(documentKey).equals(second.get(documentKey))
                && lastPosition(passage) + 1 == position(next)
                && lastPosition(next) - position(passage) < MOST_SEGMENTS;
    }

    /** Joins two texts; their overlap appears once. Between segments that do not overlap there is only white space. */
    private static Content joined(Content passage, Content next, Content better) {
        Metadata metadata = better.textSegment().metadata().copy();
        int gap = offset(next, TurkishSentenceSplitter.START_OFFSET) - offset(passage, TurkishSentenceSplitter.END_OFFSET);
        String text = next.textSegment().text();
        String rest = gap < 0 ? text.substring(Math.min(-gap, text.length())) : "\n".repeat(Math.min(gap, 2)) + text;
        metadata.put(TurkishSentenceSplitter.POSITION, position(passage))
                .put(LAST_POSITION, lastPosition(next))
                .put(TurkishSentenceSplitter.START_OFFSET, offset(passage, TurkishSentenceSplitter.START_OFFSET))
                .put(TurkishSentenceSplitter.END_OFFSET, offset(next, TurkishSentenceSplitter.END_OFFSET));
        return Content.from(TextSegment.from(passage.textSegment().text() + rest, metadata), better.metadata());
    }

    private static int position(Content content) {
        return offset(content, TurkishSentenceSplitter.POSITION);
    }

    /** Returns the position of the last segment of a passage; the segment's own position if it was not joined. */
    public static int lastPosition(Content content) {
        return content.textSegment().metadata().containsKey(LAST_POSITION) ? offset(content, LAST_POSITION) : position(content);
    }

    private static int offset(Content content, String key) {
        Integer value = content.textSegment().metadata().getInteger(key);
        if (value == null) {
            throw new IllegalArgumentException(
                    "A segment has no metadata \"" + key + "\". Split the documents with a TurkishSentenceSplitter.");
        }
        return value;
    }
}
