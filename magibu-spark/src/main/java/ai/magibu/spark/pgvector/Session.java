package ai.magibu.spark.pgvector;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The connection of a partition. It is replaced if it was lost while the next rows took minutes, as behind a firewall. */
final class Session implements AutoCloseable {

    private static final int ANSWER_SECONDS = 10;

    private final PgLogin login;
    private @Nullable Connection connection;

    Session(PgLogin login) {
        this.login = login;
    }

    /** Returns the connection, without auto-commit. */
    Connection connection() throws SQLException {
        Connection current = connection;
        if (current == null || !current.isValid(ANSWER_SECONDS)) {
            close();
            current = login.connect();
            connection = current;
            current.setAutoCommit(false);
        }
        return current;
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // What was written is committed.
        } finally {
            connection = null;
        }
    }
}
