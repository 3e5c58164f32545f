package ai.magibu.sample.ask;

import ai.magibu.embedding.api.Span;
import ai.magibu.langchain4j.JoiningContentAggregator;
import ai.magibu.langchain4j.TurkishHighlighter;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Turns contents into the passages of the page. */
@Component
record Passages(DataSource dataSource, @Value("${sample.good-similarity}") double good) {

    /**
     * A passage.
     *
     * @param number the number of a citation such as [1]
     * @param start its offset in the document's text, in UTF-16 units
     * @param part its first chunk of the document's {@code parts}, from 1
     * @param match "good" or "weak", or null if only the text search found it
     * @param similarity the cosine to the question, or null if only the text search found it
     * @param highlights the start and end of each of the question's words in its text
     */
    record Passage(
            int number, UUID documentId, String title, String text, int start, int end, int part, int lastPart, int parts,
            String match, Double similarity, List<int[]> highlights) {}

    List<Passage> of(String question, List<Content> contents) {
        List<String> texts = contents.stream().map(content -> content.textSegment().text()).toList();
        List<List<Span>> highlights = new TurkishHighlighter(dataSource).highlight(question, texts);
        List<Passage> passages = new ArrayList<>();
        for (Content content : contents) {
            int i = passages.size();
            Metadata metadata = content.textSegment().metadata();
            Double similarity = content.metadata().get(ContentMetadata.SCORE) instanceof Double score ? 2 * score - 1 : null;
            passages.add(new Passage(
                    i + 1, metadata.getUUID("document_id"), metadata.getString("title"), texts.get(i),
                    metadata.getInteger("start_offset"), metadata.getInteger("end_offset"),
                    metadata.getInteger("position") + 1, JoiningContentAggregator.lastPosition(content) + 1, metadata.getInteger("parts"),
                    similarity == null ? null : similarity < good ? "weak" : "good", similarity,
                    highlights.get(i).stream().map(span -> new int[] {span.start(), span.end()}).toList()));
        }
        return passages;
    }
}
