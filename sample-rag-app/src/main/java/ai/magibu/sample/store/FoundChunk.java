package ai.magibu.sample.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A chunk that a search found.
 *
 * @param similarity cosine to the question, at most 1
 * @param position its place among its document's chunks, from 0
 * @param start its place in its document's text, in UTF-16 units
 */
public record FoundChunk(
        long id,
        double similarity,
        UUID documentId,
        String source,
        String title,
        List<String> tags,
        OffsetDateTime storedAt,
        int position,
        int start,
        int end,
        String text) {

    static final String COLUMNS = "c.id, 1 - (c.embedding <=> :vector) AS similarity, d.id AS document_id, d.source, d.title, "
            + "d.tags, d.stored_at, c.position, c.start_offset, c.end_offset, c.text";

    static FoundChunk of(ResultSet row, int number) throws SQLException {
        return new FoundChunk(
                row.getLong("id"),
                row.getDouble("similarity"),
                row.getObject("document_id", UUID.class),
                row.getString("source"),
                row.getString("title"),
                List.of((String[]) row.getArray("tags").getArray()),
                row.getObject("stored_at", OffsetDateTime.class),
                row.getInt("position"),
                row.getInt("start_offset"),
                row.getInt("end_offset"),
                row.getString("text"));
    }
}
