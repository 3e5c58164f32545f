package ai.magibu.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.aggregator.DefaultContentAggregator;
import dev.langchain4j.rag.query.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class JoiningContentAggregatorTest {

    private static final String TEXT =
            "Bir iki üç dört.\n\nBeş altı yedi. Sekiz dokuz on.\nOn bir on iki. 😀 On üç on dört. On beş on altı. On yedi.";

    private final JoiningContentAggregator aggregator = new JoiningContentAggregator(new DefaultContentAggregator(), "document", 3);

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void neighborsBecomeOnePassageWithTheTextOfTheDocument(int overlapWords) {
        List<Content> segments = segments("a", overlapWords);

        Content passage = aggregate(segments.get(2), segments.get(1), segments.get(0)).get(0);

        Metadata metadata = passage.textSegment().metadata();
        assertThat(passage.textSegment().text()).isEqualToNormalizingWhitespace(
                TEXT.substring(metadata.getInteger("start_offset"), metadata.getInteger("end_offset")));
        assertThat(passage.textSegment().text().replaceAll("[^ü]", "")).as("nothing twice").hasSameSizeAs(
                TEXT.substring(metadata.getInteger("start_offset"), metadata.getInteger("end_offset")).replaceAll("[^ü]", ""));
        assertThat(metadata.getInteger("position")).isZero();
        assertThat(JoiningContentAggregator.lastPosition(passage)).isEqualTo(2);
        assertThat(passage.metadata().get(ContentMetadata.EMBEDDING_ID)).as("of the best segment").isEqualTo("a2");
    }

    @Test
    void aSegmentBetweenTwoPassagesJoinsBoth() {
        List<Content> segments = segments("a", 0);
        Content other = segments("b", 0).get(0);

        List<Content> passages = aggregator.aggregate(found(segments.get(2), other, segments.get(0), segments.get(1)), 4);

        assertThat(passages).hasSize(2);
        assertThat(passages.get(0).textSegment().metadata().getInteger("position")).isZero();
        assertThat(JoiningContentAggregator.lastPosition(passages.get(0))).isEqualTo(2);
        assertThat(passages.get(1)).isSameAs(other);
    }

    @Test
    void segmentsOfOtherDocumentsAndDistantOnesStayApart() {
        List<Content> a = segments("a", 0);
        List<Content> b = segments("b", 0);

        assertThat(aggregate(a.get(0), b.get(1), a.get(3))).containsExactly(a.get(0), b.get(1), a.get(3));
    }

    @Test
    void furtherSegmentsFillThePassagesAndFourAreTheMostOfOne() {
        List<Content> a = segments("a", 0);

        List<Content> passages = aggregate(a.get(0), a.get(1), a.get(2), a.get(3), a.get(4));

        assertThat(passages).hasSize(2);
        assertThat(JoiningContentAggregator.lastPosition(passages.get(0))).isEqualTo(3);
        assertThat(aggregator.aggregate(found(a.get(0), a.get(2), a.get(4)), 1)).containsExactly(a.get(0));
    }

    @Test
    void segmentsOfAnotherSplitterAreRejectedByName() {
        Content content = Content.from(TextSegment.from("x", Metadata.from("document", "a")));
        Content other = Content.from(TextSegment.from("y", Metadata.from("document", "a")));

        assertThatThrownBy(() -> aggregate(content, other)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"position\"");
        assertThatThrownBy(() -> new JoiningContentAggregator(new DefaultContentAggregator(), "document", 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(aggregate()).isEmpty();
    }

    private List<Content> aggregate(Content... ranked) {
        return aggregator.aggregate(found(ranked));
    }

    private static Map<Query, Collection<List<Content>>> found(Content... ranked) {
        return Map.of(Query.from("soru"), List.of(List.of(ranked)));
    }

    private static List<Content> segments(String document, int overlapWords) {
        List<TextSegment> segments = new TurkishSentenceSplitter(overlapWords == 0 ? 5 : 8, overlapWords, new Words())
                .split(Document.from(TEXT, Metadata.from("document", document)));
        assertThat(segments).hasSizeGreaterThan(4);
        return IntStream.range(0, segments.size())
                .mapToObj(i -> Content.from(segments.get(i), Map.of(ContentMetadata.EMBEDDING_ID, document + i)))
                .toList();
    }

    private static final class Words implements TokenCountEstimator {

        @Override
        public int estimateTokenCountInText(String text) {
            return text.isBlank() ? 0 : text.strip().split("\\s+").length;
        }

        @Override
        public int estimateTokenCountInMessage(dev.langchain4j.data.message.ChatMessage message) {
            return estimateTokenCountInText(((AiMessage) message).text());
        }

        @Override
        public int estimateTokenCountInMessages(Iterable<dev.langchain4j.data.message.ChatMessage> messages) {
            return new ArrayList<>(Stream.of(messages).toList()).size();
        }
    }
}
