package ai.magibu.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment's text as an input of a request, with its title. LangChain4j's request has no field for a title, but it passes the input
 * objects on unchanged.
 */
final class SegmentInput extends EmbeddingInput {

    private final String title;

    private SegmentInput(String text, String title) {
        super(List.of(TextContent.from(text)));
        this.title = title;
    }

    /** Returns the segment as an input; a plain one if it has no title. */
    static EmbeddingInput of(TextSegment segment) {
        String title = title(segment.metadata());
        return title == null ? EmbeddingInput.from(segment) : new SegmentInput(segment.text(), title);
    }

    /** Returns the title in the metadata; null if it is missing, blank or not a string. */
    static @Nullable String title(Metadata metadata) {
        // Not Metadata.getString, which throws for a value of another type.
        Object title = metadata.toMap().get(MagibuEmbeddingModel.TITLE_METADATA_KEY);
        return title instanceof String string && !string.isBlank() ? string : null;
    }

    /** Returns the title; null if the input has no title. */
    static @Nullable String titleOf(EmbeddingInput input) {
        return input instanceof SegmentInput segment ? segment.title : null;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && title.equals(((SegmentInput) other).title);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + title.hashCode();
    }

    @Override
    public String toString() {
        return "SegmentInput{title=" + title + ", contents=" + contents() + "}";
    }
}
