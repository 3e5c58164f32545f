package ai.magibu.sample.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.sample.http.SampleApp;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The schema: what the first version of the application stored is carried over, and Turkish words are found. */
class MigrationIT {

    private final SampleApp app = SampleApp.shared();
    private final JdbcClient jdbc = app.bean(JdbcClient.class);

    @Test
    void documentsOfTheFirstSchemaAreCarriedOver() {
        FluentConfiguration flyway = Flyway.configure()
                .dataSource(app.bean(DataSource.class))
                .schemas("first_version")
                .placeholders(Map.of("dimension", "3", "fingerprint", "f", "model", "m"))
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
        flyway.target("1").load().migrate();
        String document = jdbc.sql("""
                        INSERT INTO first_version.documents (source, title, media_type, content_hash, chunk_count)
                        VALUES ('a.txt', 'Iğdır', 'text/plain', 'h', 2) RETURNING id::text""")
                .query(String.class)
                .single();
        jdbc.sql("""
                        INSERT INTO first_version.chunks (embedding_id, embedding, text, document_id, source, title, position)
                        VALUES (gen_random_uuid(), '[1,0,0]', '😀 İlk.', :id::uuid, 'a.txt', 'Iğdır', 0),
                               (gen_random_uuid(), '[0,1,0]', 'Sonra.', :id::uuid, 'a.txt', 'Iğdır', 1)""")
                .param("id", document)
                .update();

        flyway.target("latest").load().migrate();

        String text = jdbc.sql("SELECT text FROM first_version.documents").query(String.class).single();
        assertThat(text).isEqualTo("😀 İlk.\n\nSonra.");
        assertThat(jdbc.sql("SELECT start_offset, end_offset, text FROM first_version.chunks ORDER BY position")
                        .query((row, i) -> text.substring(row.getInt(1), row.getInt(2)).equals(row.getString(3)))
                        .list())
                .containsExactly(true, true);
        assertThat(jdbc.sql("SELECT text FROM first_version.chunks ORDER BY embedding <=> '[0,1,0.1]' LIMIT 1")
                        .query(String.class)
                        .single())
                .isEqualTo("Sonra.");
    }

    @Test
    void turkishWordsAreFoundInAnyCaseAndWithoutTheirSigns() {
        String text = "IŞIKLARIN İSTANBUL'daki kapılarından ÇAĞRI";

        for (String query : new String[] {
            "ışık", "IŞIK", "Işıklar", "isiklar", "istanbul", "İSTANBUL", "çağrı", "CAGRI", "cagri", "kapı", "KAPILAR", "i\u0307stanbul"
        }) {
            assertThat(matches(text, query)).as(query).isTrue();
        }
        assertThat(matches(text, "karanlık")).isFalse();
        assertThat(matches(text, "karanlık kapılar")).as("any of the words").isTrue();
        assertThat(matches("su içer", "şu ve nasıl")).as("stop words, by their Turkish letters").isFalse();
        assertThat(matches("ISPARTA", "ısparta")).isTrue();
        assertThat(matches("ISPARTA", "isparta")).isTrue();
        assertThat(matches("'; DROP TABLE chunks; --", "drop & | ! ( : *")).isTrue();
    }

    private boolean matches(String text, String query) {
        return jdbc.sql("SELECT coalesce(turkish_vector(?) @@ turkish_query(?), false)")
                .params(text, query)
                .query(Boolean.class)
                .single();
    }
}
