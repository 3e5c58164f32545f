package ai.magibu.evaluation.internal.parquet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

import ai.magibu.evaluation.api.EvaluationException;
import org.duckdb.DuckDBDriver;

/** DuckDB in memory, without its network and its temporary files. It is an optional library. */
public final class DuckDb {

    /** The rows of a file, in SQL, with its {@link #pattern} as parameter. A folder's name such as {@code a=b} does not become a column. */
    public static final String ROWS = "read_parquet(?, hive_partitioning = false)";

    private static final Map<String, String> SETTINGS = Map.of(
            "autoinstall_known_extensions", "false", "autoload_known_extensions", "false", "memory_limit", "512MB", "temp_directory", "",
            "threads", "2", DuckDBDriver.JDBC_STREAM_RESULTS, "true");

    private DuckDb() {}

    /**
     * Opens an empty database.
     *
     * @param file the Parquet file it is for
     * @throws EvaluationException if DuckDB cannot be loaded; the message names the dependency
     */
    public static Connection connect(Path file) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(SETTINGS);
        try {
            return new DuckDBDriver().connect("jdbc:duckdb:", properties);
        } catch (LinkageError e) {
            throw new EvaluationException(
                    file + ": DuckDB reads and writes Parquet files and cannot be loaded (" + e
                            + "). Add the dependency org.duckdb:duckdb_jdbc:2.0.0.1,"
                            + " or for the command line put duckdb_jdbc-2.0.0.1.jar next to magibu-cli.jar.",
                    e);
        }
    }

    /** Returns the argument of {@code read_parquet} that only this file matches. */
    public static String pattern(Path file) {
        return file.toString().replaceAll("[*?\\[]", "[$0]");
    }

    /** Returns the failure of a read, after as many rows as given. */
    public static EvaluationException unreadable(Path file, long rows, SQLException cause) {
        return new EvaluationException(
                file + ", row " + (rows + 1) + ": DuckDB cannot read the file. Is it complete? Delete it and download it again. ("
                        + String.valueOf(cause.getMessage()).lines().findFirst().orElse("") + ")",
                cause);
    }
}
