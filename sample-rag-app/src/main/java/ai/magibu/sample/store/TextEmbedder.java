package ai.magibu.sample.store;

import ai.magibu.embedding.api.Prompt;
import ai.magibu.langchain4j.MagibuEmbeddingModel;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import java.util.List;
import org.springframework.stereotype.Component;

/** The embedding model, always told on which side of the search a text stands: it has a prompt for each. */
@Component
public final class TextEmbedder {

    private final MagibuEmbeddingModel queries;
    private final MagibuEmbeddingModel documents;

    TextEmbedder(MagibuEmbeddingModel model) {
        queries = model;
        documents = model.withDefaultPrompt(Prompt.DOCUMENT);
    }

    /**
     * The vectors of passages that are to be found; their metadata {@code title} takes part. Through a default prompt, because
     * LangChain4j's request with an input type would lose the metadata.
     */
    public List<Embedding> embedDocuments(List<TextSegment> segments) {
        return documents.embedAll(segments).content();
    }

    /** The vector of a question. */
    public Embedding embedQuery(String question) {
        return queries.embed(EmbeddingRequest.builder()
                        .input(question)
                        .inputType(EmbeddingInputType.QUERY)
                        .build())
                .embeddings()
                .get(0);
    }
}
