package ai.magibu.sample.documents;

import ai.magibu.sample.documents.DocumentRepository.EmbeddedDocument;
import ai.magibu.sample.documents.IngestResult.Outcome;
import ai.magibu.sample.model.LoadedModel;
import ai.magibu.sample.startup.StartupProblem;
import ai.magibu.sample.store.TextEmbedder;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.TokenCountEstimator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** A document's way into the database: read, split, embed, store. */
@Service
public class Ingestor {

    private static final Logger log = LoggerFactory.getLogger(Ingestor.class);

    /** What the document prompt and a title of usual length need besides the chunk. */
    private static final int PROMPT_TOKENS = 64;

    private final DocumentReader reader;
    private final SentenceSplitter splitter;
    private final TextEmbedder embedder;
    private final DocumentRepository repository;
    private final DocumentProperties properties;

    Ingestor(
            DocumentReader reader,
            TokenCountEstimator tokens,
            TextEmbedder embedder,
            DocumentRepository repository,
            DocumentProperties properties,
            LoadedModel model) {
        this.reader = reader;
        this.splitter = new SentenceSplitter(tokens);
        this.embedder = embedder;
        this.repository = repository;
        this.properties = properties;
        if (properties.chunkTokens() + PROMPT_TOKENS > model.maxTokens()) {
            throw new StartupProblem(
                    "Chunks of %d tokens, with prompt and title, do not fit into the model %s, which takes %d."
                            .formatted(properties.chunkTokens(), model.name(), model.maxTokens()),
                    "Set sample.documents.chunk-tokens to at most " + (model.maxTokens() - PROMPT_TOKENS) + ".");
        }
    }

    /**
     * Stores the files, each in place of the document of the same name: all, or none where one cannot be read.
     *
     * @return for each file, in the same order, what became of it
     * @throws UnsupportedFormatException if one has a format that is not known
     * @throws UnreadableDocumentException if one gives no text
     */
    public List<IngestResult> ingest(List<DocumentFile> files) {
        List<ReadDocument> documents = files.stream().map(reader::read).toList(); // before the long part: any of them may fail
        IngestResult[] results = new IngestResult[files.size()];
        List<EmbeddedDocument> changed = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            String hash = contentHash(files.get(i), documents.get(i));
            Optional<StoredDocument> same = repository.find(files.get(i).source(), hash);
            if (same.isPresent()) {
                results[i] = new IngestResult(Outcome.UNCHANGED, same.get());
            } else {
                changed.add(embed(files.get(i), documents.get(i), hash));
            }
        }
        int chunkCount = changed.stream().mapToInt(document -> document.chunks().size()).sum();
        Iterator<IngestResult> stored = repository.replace(changed).iterator();
        for (int i = 0; i < results.length; i++) {
            if (results[i] == null) {
                results[i] = stored.next();
            }
        }
        log.info("{} of {} files stored, {} chunks; the others are unchanged", changed.size(), results.length, chunkCount);
        return List.of(results);
    }

    private EmbeddedDocument embed(DocumentFile file, ReadDocument document, String hash) {
        List<String> chunks = splitter.split(document.text(), properties.chunkTokens(), properties.overlapTokens());
        List<TextSegment> segments = chunks.stream()
                .map(chunk -> TextSegment.from(chunk, Metadata.from("title", document.title())))
                .toList();
        return new EmbeddedDocument(
                file.source(),
                document.title(),
                Format.of(file.source()).mediaType(),
                hash,
                chunks,
                embedder.embedDocuments(segments));
    }

    private String contentHash(DocumentFile file, ReadDocument document) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String settings = properties.chunkTokens() + "/" + properties.overlapTokens() + "/" + document.title() + "/";
            digest.update(settings.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(file.content()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }
}
