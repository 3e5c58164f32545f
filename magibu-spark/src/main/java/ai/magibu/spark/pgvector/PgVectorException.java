package ai.magibu.spark.pgvector;

/** The database of a {@link PgVectorWriter} cannot be reached, or rejects rows. The message contains the database's own. */
public final class PgVectorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PgVectorException(String message, Throwable cause) {
        super(message, cause);
    }
}
