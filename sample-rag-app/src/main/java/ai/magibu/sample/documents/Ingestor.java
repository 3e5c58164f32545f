package ai.magibu.sample.documents;

import ai.magibu.sample.model.LoadedModel;
import ai.magibu.sample.startup.StartupProblem;
import ai.magibu.sample.store.ChunkStore.NewChunk;
import ai.magibu.sample.store.TextEmbedder;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.TokenCountEstimator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;

/** Makes of a file what is stored: read, split, embed. */
@Service
public class Ingestor {

    /** What the document prompt and a title of usual length need besides the chunk. */
    private static final int PROMPT_TOKENS = 64;

    /** Chunks that are embedded in one go: enough for the model to sort by length, few enough to tell how far it is. */
    private static final int BATCH = 32;

    private final DocumentReader reader;
    private final SentenceSplitter splitter;
    private final TextEmbedder embedder;
    private final DocumentProperties properties;

    Ingestor(
            DocumentReader reader,
            TokenCountEstimator tokens,
            TextEmbedder embedder,
            DocumentProperties properties,
            LoadedModel model) {
        this.reader = reader;
        this.splitter = new SentenceSplitter(tokens);
        this.embedder = embedder;
        this.properties = properties;
        if (properties.chunkTokens() + PROMPT_TOKENS > model.maxTokens()) {
            throw new StartupProblem(
                    "Chunks of %d tokens, with prompt and title, do not fit into the model %s, which takes %d."
                            .formatted(properties.chunkTokens(), model.name(), model.maxTokens()),
                    "Set sample.documents.chunk-tokens to at most " + (model.maxTokens() - PROMPT_TOKENS) + ".");
        }
    }

    /** Is told how many of the chunks have their vectors; what it throws ends the work. */
    @FunctionalInterface
    public interface Progress {
        void embedded(int chunks, int total);
    }

    /** @throws UnreadableDocumentException if the file gives no text */
    public EmbeddedDocument embed(DocumentFile file, Progress progress) {
        ReadDocument document = reader.read(file);
        SplitText split = splitter.split(document.text(), properties.chunkTokens(), properties.overlapTokens());
        Metadata title = Metadata.from("title", document.title());
        List<NewChunk> embedded = new ArrayList<>();
        List<SplitText.Chunk> chunks = withoutRepetitions(split.chunks());
        int total = chunks.size();
        progress.embedded(0, total);
        for (int from = 0; from < total; from += BATCH) {
            List<SplitText.Chunk> batch = chunks.subList(from, Math.min(from + BATCH, total));
            List<Embedding> embeddings = embedder.embedDocuments(
                    batch.stream().map(chunk -> TextSegment.from(chunk.text(), title)).toList());
            for (int i = 0; i < batch.size(); i++) {
                SplitText.Chunk chunk = batch.get(i);
                embedded.add(new NewChunk(chunk.start(), chunk.end(), chunk.text(), embeddings.get(i).vector()));
            }
            progress.embedded(embedded.size(), total);
        }
        return new EmbeddedDocument(
                file, document.title(), document.format().mediaType(), settings(file), split.text(), embedded);
    }

    /**
     * A page that a document has many times is found as well by its first chunk; and points that all lie in one place would cut
     * HNSW's graph in two, so that searches end among them.
     */
    private static List<SplitText.Chunk> withoutRepetitions(List<SplitText.Chunk> chunks) {
        Set<String> texts = new HashSet<>();
        return chunks.stream().filter(chunk -> texts.add(chunk.text())).toList();
    }

    /** All besides the content that decides what is stored of a file. */
    public String settings(DocumentFile file) {
        return properties.chunkTokens() + "/" + properties.overlapTokens() + "/" + (file.title() == null ? "" : file.title());
    }
}
