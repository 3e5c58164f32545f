package ai.magibu.sample.ingest;

import ai.magibu.sample.documents.DocumentFile;
import ai.magibu.sample.documents.UnreadableDocumentException;
import java.sql.Types;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The queue as those see it who fill and watch it. What is added is safe: some worker will take it up, here or on a replica. */
@Repository
public class IngestQueue {

    static final String UNFINISHED = "state IN ('queued', 'reading', 'embedding')";

    /** That {@code job} may be queued again: its file was kept, and what came later under its name is not overwritten. */
    private static final String CAN_COME_BACK = """
            job.content IS NOT NULL AND NOT EXISTS (
                SELECT FROM ingest_jobs newer WHERE newer.source = job.source AND newer.id > job.id
                AND newer.state NOT IN ('failed', 'cancelled'))""";

    private final JdbcClient jdbc;
    private final Semaphore added = new Semaphore(0);

    IngestQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public IngestJob add(DocumentFile file) {
        IngestJob job = insert(file.source(), file.content().length, JobState.QUEUED)
                .param("title", file.title())
                .param("tags", array(file.tags()), Types.ARRAY)
                .param("content", file.content(), Types.VARBINARY)
                .param("reason", null, Types.VARCHAR)
                .param("message", null, Types.VARCHAR)
                .query(IngestJob::of)
                .single();
        added.release();
        return job;
    }

    /** Puts on the list what cannot be a document, so that it is not lost without a word. */
    public IngestJob addFailed(String source, long size, UnreadableDocumentException why) {
        return insert(source, size, JobState.FAILED)
                .param("title", null, Types.VARCHAR)
                .param("tags", null, Types.ARRAY)
                .param("content", null, Types.VARBINARY)
                .param("reason", why.reason())
                .param("message", why.getMessage())
                .query(IngestJob::of)
                .single();
    }

    private JdbcClient.StatementSpec insert(String source, long size, JobState state) {
        return jdbc.sql("""
                        INSERT INTO ingest_jobs (source, title, tags, size, content, state, reason, message)
                        VALUES (:source, :title, :tags, :size, :content, :state, :reason, :message)
                        RETURNING\s""" + IngestJob.COLUMNS)
                .param("source", source)
                .param("size", size)
                .param("state", state.code());
    }

    /**
     * The newest first.
     *
     * @param state null for all
     */
    public List<IngestJob> list(@Nullable JobState state, int limit) {
        return jdbc.sql("SELECT " + IngestJob.COLUMNS
                        + " FROM ingest_jobs WHERE CAST(:state AS text) IS NULL OR state = :state ORDER BY id DESC LIMIT :limit")
                .param("state", state == null ? null : state.code(), Types.VARCHAR)
                .param("limit", limit)
                .query(IngestJob::of)
                .list();
    }

    /** How many jobs there are in each state that has any. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        jdbc.sql("SELECT state, count(*) FROM ingest_jobs GROUP BY state")
                .query(row -> {
                    counts.put(row.getString(1), row.getInt(2));
                });
        return counts;
    }

    public int unfinished() {
        return jdbc.sql("SELECT count(*) FROM ingest_jobs WHERE " + UNFINISHED).query(Integer.class).single();
    }

    public Optional<IngestJob> find(long id) {
        return find(List.of(id)).stream().findFirst();
    }

    List<IngestJob> find(Collection<Long> ids) {
        return jdbc.sql("SELECT " + IngestJob.COLUMNS + " FROM ingest_jobs WHERE id = ANY(?)")
                .param(1, ids.toArray(Long[]::new), Types.ARRAY)
                .query(IngestJob::of)
                .list();
    }

    /** The jobs that changed within that time, by the database's clock, in the order in which they did. */
    public List<IngestJob> changedWithin(Duration time, boolean andUnfinished) {
        return jdbc.sql("SELECT " + IngestJob.COLUMNS + " FROM ingest_jobs"
                        + " WHERE updated_at > clock_timestamp() - make_interval(secs => ?)"
                        + (andUnfinished ? " OR " + UNFINISHED : "")
                        + " ORDER BY updated_at")
                .param(time.toSeconds())
                .query(IngestJob::of)
                .list();
    }

    /** Cancels an unfinished job, and takes a finished one off the list. False if there is none. */
    @Transactional
    public boolean cancelOrRemove(long id) {
        int cancelled = jdbc.sql("UPDATE ingest_jobs SET state = 'cancelled', worker = NULL, updated_at = clock_timestamp() "
                        + "WHERE id = ? AND " + UNFINISHED)
                .param(id)
                .update();
        return cancelled > 0 || jdbc.sql("DELETE FROM ingest_jobs WHERE id = ?").param(id).update() > 0;
    }

    /** Queues a job again that failed or was cancelled. Empty if it is neither, or if it cannot come back. */
    public Optional<IngestJob> retry(long id) {
        return queueAgain("id = ? AND state IN ('failed', 'cancelled')", id).stream().findFirst();
    }

    /**
     * Queues again what was not stored because this document had its content. To be called in the transaction that gives the
     * document another content, which would be lost for those otherwise.
     */
    void queueDuplicatesAgain(UUID document) {
        queueAgain("document_id = ? AND state = 'duplicate'", document);
    }

    private List<IngestJob> queueAgain(String which, Object parameter) {
        List<IngestJob> jobs = jdbc.sql("""
                        UPDATE ingest_jobs job
                        SET state = 'queued', attempts = 0, chunks_done = 0, chunks_total = 0, reason = NULL, message = NULL,
                            document_id = NULL, updated_at = clock_timestamp()
                        WHERE %s AND %s RETURNING %s""".formatted(which, CAN_COME_BACK, IngestJob.COLUMNS))
                .param(parameter)
                .query(IngestJob::of)
                .list();
        added.release();
        return jobs;
    }

    /** Returns when something was added here, or after that time: other replicas add as well. */
    void awaitWork(Duration atMost) {
        try {
            if (added.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                added.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void wake() {
        added.release();
    }

    private static String @Nullable [] array(@Nullable List<String> tags) {
        return tags == null ? null : tags.toArray(String[]::new);
    }
}
