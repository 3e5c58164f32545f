package ai.magibu.sample.ingest;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way to being a document.
 *
 * @param title as given by the user
 * @param tags as given by the user
 * @param size of the file, in bytes
 * @param chunksTotal 0 until the file has been read
 * @param reason a stable code where it failed
 * @param message for people, where there is something to say
 * @param documentId what it became, or what was there already
 * @param replaced whether a document of the same name gave way
 * @param attempts how often a worker took it up
 */
public record IngestJob(
        long id,
        String source,
        @Nullable String title,
        @Nullable List<String> tags,
        long size,
        JobState state,
        int chunksDone,
        int chunksTotal,
        @Nullable String reason,
        @Nullable String message,
        @Nullable UUID documentId,
        boolean replaced,
        int attempts,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    static final String COLUMNS = "id, source, title, tags, size, state, chunks_done, chunks_total, reason, message, document_id, "
            + "replaced, attempts, created_at, updated_at";

    static IngestJob of(ResultSet row, int number) throws SQLException {
        Array tags = row.getArray("tags");
        return new IngestJob(
                row.getLong("id"),
                row.getString("source"),
                row.getString("title"),
                tags == null ? null : List.of((String[]) tags.getArray()),
                row.getLong("size"),
                JobState.of(row.getString("state")),
                row.getInt("chunks_done"),
                row.getInt("chunks_total"),
                row.getString("reason"),
                row.getString("message"),
                row.getObject("document_id", UUID.class),
                row.getBoolean("replaced"),
                row.getInt("attempts"),
                row.getObject("created_at", OffsetDateTime.class),
                row.getObject("updated_at", OffsetDateTime.class));
    }
}
