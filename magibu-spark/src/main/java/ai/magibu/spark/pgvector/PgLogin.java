package ai.magibu.spark.pgvector;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** The address of a database with the driver's properties, among them the password. */
final class PgLogin implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String url;
    private final Properties properties = new Properties();

    PgLogin(String url, Properties properties) {
        this.url = url;
        this.properties.setProperty("ApplicationName", "magibu-spark");
        properties.stringPropertyNames().forEach(name -> this.properties.setProperty(name, properties.getProperty(name)));
    }

    /** Checks that the driver is present. No class of it may be loaded before. */
    static void requireDriver() {
        try {
            Class.forName("org.postgresql.Driver", false, PgLogin.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("PostgreSQL's JDBC driver is missing on the class path of magibu-spark; "
                    + "add org.postgresql:postgresql to spark.jars.packages, or its jar to spark.jars", e);
        }
    }

    /** Opens a connection without DriverManager, which does not see the drivers that Spark loads for a job. */
    Connection connect() {
        try {
            @Nullable
            Connection connection = new Driver().connect(url, properties);
            if (connection == null) {
                throw new IllegalArgumentException("url: \"" + address() + "\" is not an address of PostgreSQL; "
                        + "use jdbc:postgresql://host:port/database");
            }
            return connection;
        } catch (SQLException e) {
            throw new PgVectorException("no connection to " + address() + ": " + e.getMessage(), e);
        }
    }

    /** The part of the URL without parameters, which may contain a password. */
    private String address() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
