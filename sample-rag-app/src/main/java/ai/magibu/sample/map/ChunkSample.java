package ai.magibu.sample.map;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the chunks for the map, not more than it can show. */
@Repository
class ChunkSample {

    /** Most points of a map: as many as are told apart on a screen, and projected within seconds. */
    static final int MOST = 2_000;

    private static final int BEGINNING = 160;

    private final JdbcClient jdbc;

    ChunkSample(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Chunk(UUID documentId, String title, int position, String beginning, float[] vector) {}

    /** What changes whenever a chunk is added or taken away. */
    record Version(int count, long latest) {}

    Version version() {
        return jdbc.sql("SELECT count(*) AS count, coalesce(max(id), 0) AS latest FROM chunks").query(Version.class).single();
    }

    /** All, or {@value #MOST} at random; the same ones as long as they are there, for the order is that of a hash. */
    List<Chunk> read() {
        return jdbc.sql("""
                        SELECT d.id, d.title, c.position, left(c.text, :beginning) AS beginning, c.embedding::real[] AS vector
                        FROM (SELECT * FROM chunks WHERE embedding IS NOT NULL ORDER BY hashint8(id), id LIMIT :most) c
                        JOIN documents d ON d.id = c.document_id""")
                .param("beginning", BEGINNING)
                .param("most", MOST)
                .query(ChunkSample::chunk)
                .list();
    }

    private static Chunk chunk(ResultSet row, int number) throws SQLException {
        Array array = row.getArray("vector");
        Float[] values = (Float[]) array.getArray();
        float[] vector = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            vector[i] = values[i];
        }
        return new Chunk(
                row.getObject("id", UUID.class), row.getString("title"), row.getInt("position"), row.getString("beginning"), vector);
    }
}
