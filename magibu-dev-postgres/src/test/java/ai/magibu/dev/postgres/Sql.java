package ai.magibu.dev.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs statements, each on a new connection. */
record Sql(DevPostgres database) {

    void run(String statement) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    /** Returns the first column of the first row. */
    String value(String query) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return value(connection, query);
        }
    }

    static String value(Connection connection, String query) throws SQLException {
        try (Statement running = connection.createStatement();
                ResultSet result = running.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
