package ai.magibu.sample.documents;

import ai.magibu.documents.IsolatedFileParser;
import ai.magibu.documents.UnreadableFileException;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.langchain4j.MagibuEmbeddingModel;
import ai.magibu.sample.documents.Documents.Upload;
import ai.magibu.sample.web.Problems;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentSplitter;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.pgvector.PgVectorEmbeddingStore;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** Takes the waiting uploads one after another: read, split, embed, store. */
@Component
class Ingest implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Ingest.class);

    /** Few enough that a search waits for one batch of chunks alone, many enough to keep the model busy. */
    private static final int BATCH = 32;

    private final Documents documents;
    private final ChunkIndex index;
    private final DocumentSplitter splitter;
    private final EmbeddingModel model;
    private final PgVectorEmbeddingStore store;
    private final ModelGuard guard;
    private final boolean demoDocuments;
    private final IsolatedFileParser parser = IsolatedFileParser.builder().build();
    private final ScheduledExecutorService worker = new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "ingest"));
    private UUID current;
    private Thread busy;

    Ingest(
            Documents documents,
            ChunkIndex index,
            DocumentSplitter splitter,
            MagibuEmbeddingModel model,
            PgVectorEmbeddingStore store,
            ModelGuard guard,
            @Value("${sample.demo-documents}") boolean demoDocuments) {
        this.documents = documents;
        this.index = index;
        this.splitter = splitter;
        this.model = model.withDefaultPrompt(Prompt.DOCUMENT); // with the title; an input type would lose it
        this.store = store;
        this.guard = guard;
        this.demoDocuments = demoDocuments;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() throws IOException {
        if (demoDocuments && guard.isFirstStart()) {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:demo/documents/*.md")) {
                documents.add(String.valueOf(file.getFilename()), file.getContentAsByteArray());
            }
        }
        worker.scheduleWithFixedDelay(this::work, 0, 5, TimeUnit.SECONDS); // again after the database was away
    }

    /** Starts work on uploads that have just come. */
    void wake() {
        worker.execute(this::work);
    }

    /** Interrupts the work on an upload that was cancelled, deleted or replaced. */
    synchronized void interrupt(UUID id) {
        if (id.equals(current) && busy != null) {
            busy.interrupt();
        }
    }

    private void work() {
        try {
            Optional<Upload> next;
            while (!worker.isShutdown() && (next = documents.next()).isPresent()) {
                ingest(next.get());
            }
        } catch (RuntimeException e) {
            log.warn("Ingesting waits for the database: {}", e.toString());
        }
    }

    private void ingest(Upload upload) {
        begin(upload.id());
        boolean stored = false;
        try {
            documents.removeChunks(upload.id()); // of an attempt that a crash interrupted
            stored = store(upload, read(upload));
        } catch (UnreadableFileException e) {
            log.info("{}: {}", upload.name(), e.getMessage());
            documents.failed(upload.id(), e.reason().code());
        } catch (RuntimeException e) {
            if (Problems.isDatabaseUnavailable(e)) {
                throw e;
            }
            if (!end() && documents.failed(upload.id(), "internal")) { // else it was interrupted
                log.error("{} could not be stored", upload.name(), e);
            }
        } finally {
            end();
        }
        if (stored) {
            index.update();
        } else if (!worker.isShutdown()) { // else it is still waiting
            documents.removeChunks(upload.id());
        }
    }

    private synchronized void begin(UUID id) {
        current = id;
        busy = Thread.currentThread();
    }

    /** Returns whether the work was interrupted. */
    private synchronized boolean end() {
        current = null;
        busy = null;
        return Thread.interrupted();
    }

    private Document read(Upload upload) {
        Document document = parser.parse(upload.name(), upload.file());
        document.metadata()
                .put("document_id", upload.id())
                .put("uploaded_on", upload.uploadedAt().atZoneSameInstant(ZoneId.systemDefault()).toLocalDate().toString());
        return document;
    }

    private boolean store(Upload upload, Document document) {
        List<TextSegment> chunks = splitter.split(document);
        for (int done = 0; done < chunks.size(); done += BATCH) {
            if (!documents.progress(upload.id(), done, chunks.size())) {
                return false;
            }
            List<TextSegment> batch = chunks.subList(done, Math.min(done + BATCH, chunks.size()));
            store.addAll(model.embedAll(batch).content(), batch);
        }
        return documents.stored(upload.id(), document.metadata().getString("title"), document.text(), chunks.size());
    }

    @Override
    public void destroy() throws InterruptedException {
        worker.shutdownNow();
        parser.close();
        if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
            log.warn("The work on an upload does not end. The next start repeats it.");
        }
    }
}
