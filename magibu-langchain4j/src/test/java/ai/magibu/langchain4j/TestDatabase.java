package ai.magibu.langchain4j;

import ai.magibu.dev.postgres.DevPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The database of all test classes: it starts once, and each class finds it empty. */
final class TestDatabase {

    private static @Nullable DevPostgres shared;

    private TestDatabase() {}

    /** Returns the database, empty but for the extension. The end of the JVM deletes it. */
    static synchronized DevPostgres empty() throws SQLException {
        if (shared == null) {
            shared = DevPostgres.temporary();
        }
        try (Connection connection = shared.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE EXTENSION IF NOT EXISTS vector");
        }
        return shared;
    }
}
