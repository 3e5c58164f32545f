package ai.magibu.sample.ingest;

import ai.magibu.sample.documents.DocumentFile;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The queue as a worker sees it. A job is the worker's own until its lease runs out; every statement names the worker, so that one
 * that was believed dead, or whose job was cancelled, changes nothing any more. No transaction is open while it works: a
 * database may have one session for all connections (PGlite).
 */
@Repository
class Leases {

    /** After so many attempts that ended in no result, not even an error, the file itself is to blame. */
    static final int MOST_ATTEMPTS = 3;

    private static final String MINE = " WHERE id = :id AND worker = :worker AND " + IngestQueue.UNFINISHED;

    private final JdbcClient jdbc;
    private final Duration lease;
    private final UUID worker = UUID.randomUUID();

    Leases(JdbcClient jdbc, IngestProperties properties) {
        this.jdbc = jdbc;
        this.lease = properties.lease();
    }

    /** The job is not this worker's any more. */
    static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The oldest job that nobody works on. One waits for an older one of the same name: the newest content must win. */
    Optional<IngestJob> take() {
        return jdbc.sql("""
                        UPDATE ingest_jobs
                        SET state = 'reading', worker = :worker, lease_until = clock_timestamp() + make_interval(secs => :lease),
                            attempts = attempts + 1, chunks_done = 0, chunks_total = 0, updated_at = clock_timestamp()
                        WHERE id = (
                            SELECT id FROM ingest_jobs job
                            WHERE %1$s AND (state = 'queued' OR lease_until < clock_timestamp())
                            AND NOT EXISTS (
                                SELECT FROM ingest_jobs older WHERE %1$s AND older.source = job.source AND older.id < job.id)
                            ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING\s""".formatted(IngestQueue.UNFINISHED) + IngestJob.COLUMNS)
                .param("worker", worker)
                .param("lease", seconds())
                .query(IngestJob::of)
                .optional();
    }

    /**
     * The job's file. Not part of {@link #take}: one that does not fit into memory must count as an attempt at its job.
     *
     * @throws LostException if the job was cancelled or taken by another
     */
    DocumentFile file(IngestJob job) {
        return jdbc.sql("SELECT content FROM ingest_jobs" + MINE)
                .param("id", job.id())
                .param("worker", worker)
                .query((row, i) -> new DocumentFile(job.source(), row.getBytes("content"), job.title(), job.tags()))
                .optional()
                .orElseThrow(LostException::new);
    }

    /** @throws LostException if the job was cancelled or taken by another */
    void embedded(IngestJob job, int chunks, int total) {
        require(jdbc.sql("UPDATE ingest_jobs SET state = 'embedding', chunks_done = :done, chunks_total = :total, "
                        + "updated_at = clock_timestamp()" + MINE)
                .param("done", chunks)
                .param("total", total)
                .param("id", job.id())
                .param("worker", worker)
                .update());
    }

    void renew(IngestJob job) {
        jdbc.sql("UPDATE ingest_jobs SET lease_until = clock_timestamp() + make_interval(secs => :lease)" + MINE)
                .param("lease", seconds())
                .param("id", job.id())
                .param("worker", worker)
                .update();
    }

    /**
     * The end of the work, in the transaction that stores the document. A duplicate's file is kept: the document that has its
     * content may get another.
     *
     * @throws LostException if the job was cancelled or taken by another: the transaction must then be rolled back
     */
    void finish(IngestJob job, JobState state, UUID document, boolean replaced, @Nullable String message) {
        require(jdbc.sql("UPDATE ingest_jobs SET state = :state, document_id = :document, replaced = :replaced, "
                        + "message = :message, content = CASE WHEN :keep THEN content END, worker = NULL, "
                        + "updated_at = clock_timestamp()" + MINE)
                .param("state", state.code())
                .param("keep", state == JobState.DUPLICATE)
                .param("document", document)
                .param("replaced", replaced)
                .param("message", message, Types.VARCHAR)
                .param("id", job.id())
                .param("worker", worker)
                .update());
    }

    void fail(IngestJob job, String reason, String message) {
        jdbc.sql("UPDATE ingest_jobs SET state = 'failed', reason = :reason, message = :message, worker = NULL, "
                        + "updated_at = clock_timestamp()" + MINE)
                .param("reason", reason)
                .param("message", message)
                .param("id", job.id())
                .param("worker", worker)
                .update();
    }

    /** Gives the job back, as one that was never taken, so that another worker need not wait. */
    void giveBack(IngestJob job) {
        jdbc.sql("UPDATE ingest_jobs SET state = 'queued', worker = NULL, attempts = attempts - 1, updated_at = clock_timestamp()"
                        + MINE)
                .param("id", job.id())
                .param("worker", worker)
                .update();
    }

    int removeOld(Duration age) {
        return jdbc.sql("DELETE FROM ingest_jobs WHERE NOT (" + IngestQueue.UNFINISHED
                        + ") AND updated_at < clock_timestamp() - make_interval(secs => ?)")
                .param(age.toSeconds())
                .update();
    }

    private double seconds() {
        return lease.toMillis() / 1000.0;
    }

    private static void require(int rows) {
        if (rows == 0) {
            throw new LostException();
        }
    }
}
