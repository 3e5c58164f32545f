package ai.magibu.sample.documents;

import ai.magibu.documents.IsolatedFileParser;
import ai.magibu.documents.UnreadableFileException;
import ai.magibu.langchain4j.EmbeddedSegments;
import ai.magibu.langchain4j.MagibuIngestor;
import ai.magibu.langchain4j.PgVectorIndex;
import ai.magibu.sample.documents.Documents.Upload;
import ai.magibu.sample.web.Problems;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.store.embedding.pgvector.PgVectorEmbeddingStore;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Processes the waiting uploads one after another: read, split, embed, store. An interrupted upload is processed again. */
@Component
class Ingest implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Ingest.class);

    /** The number of chunks stored at a time, so that a development database with one session can answer searches in between. */
    private static final int BATCH = 50;

    private final Documents documents;
    private final PgVectorIndex index;
    private final MagibuIngestor ingestor;
    private final PgVectorEmbeddingStore store;
    private final IsolatedFileParser parser = IsolatedFileParser.builder().build();
    private final ScheduledExecutorService worker = new ScheduledThreadPoolExecutor(1, work -> thread = new Thread(work, "ingest"));
    private volatile Thread thread;
    private volatile UUID current;

    Ingest(
            Documents documents, MagibuIngestor ingestor, PgVectorEmbeddingStore store, DataSource dataSource,
            @Value("${sample.exact-search-up-to}") long exactUpTo) {
        this.documents = documents;
        this.index = new PgVectorIndex(dataSource, "chunks", "document_id", exactUpTo);
        this.ingestor = ingestor;
        this.store = store;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        worker.scheduleWithFixedDelay(this::work, 0, 5, TimeUnit.SECONDS); // retries after a database outage
    }

    /** Starts the work on new uploads. */
    void wake() {
        worker.execute(this::work);
        UUID running = current;
        if (running != null && !documents.exists(running)) { // it was replaced
            interrupt(running);
        }
    }

    /** Interrupts the work on an upload that was cancelled or deleted. */
    void interrupt(UUID id) {
        if (id.equals(current)) {
            thread.interrupt();
        }
    }

    private void work() {
        try {
            while (!worker.isShutdown()) {
                Optional<Upload> next = documents.next();
                if (next.isEmpty()) {
                    break;
                }
                ingest(next.get());
            }
        } catch (RuntimeException | Error e) {
            log.warn("Ingestion failed and will be retried in a few seconds: {}", e.toString());
        }
    }

    private void ingest(Upload upload) {
        boolean stored = false;
        try {
            current = upload.id();
            documents.removeChunks(upload.id()); // from an interrupted attempt
            stored = store(upload, parser.parse(upload.name(), upload.file()));
        } catch (UnreadableFileException e) {
            log.info("{}", e.getMessage());
            documents.failed(upload.id(), e.reason().code());
        } catch (RuntimeException | Error e) {
            boolean interrupted = Thread.interrupted() || e instanceof CancellationException;
            if (!interrupted && Problems.isDatabaseUnavailable(e)) {
                throw e;
            } else if (!interrupted && documents.failed(upload.id(), "internal")) { // otherwise it was deleted meanwhile
                log.error("{} could not be stored", upload.name(), e);
            }
        } finally {
            current = null;
        }
        if (stored) {
            index.update(documents.chunks());
        } else if (!worker.isShutdown()) {
            documents.removeChunks(upload.id());
        }
    }

    private boolean store(Upload upload, Document document) {
        document.metadata().put("document_id", upload.id());
        document.metadata().put("uploaded_on", upload.uploadedAt().atZoneSameInstant(ZoneId.systemDefault()).toLocalDate().toString());
        EmbeddedSegments chunks = ingestor.embed(document, (done, total) -> progress(upload, done, total));
        int total = chunks.segments().size();
        chunks.segments().forEach(chunk -> chunk.metadata().put("parts", total));
        for (int done = 0; done < total; done += BATCH) {
            progress(upload, total, total);
            int end = Math.min(done + BATCH, total);
            store.addAll(chunks.embeddings().subList(done, end), chunks.segments().subList(done, end));
        }
        return documents.stored(upload.id(), document.metadata().getString("title"), document.text(), total);
    }

    private void progress(Upload upload, int done, int total) {
        if (!documents.progress(upload.id(), done, total)) {
            throw new CancellationException("cancelled, deleted or replaced");
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        worker.shutdownNow();
        parser.close();
        worker.awaitTermination(10, TimeUnit.SECONDS); // the next start repeats unfinished work
    }
}
