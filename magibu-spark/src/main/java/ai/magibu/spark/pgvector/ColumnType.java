package ai.magibu.spark.pgvector;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The types of Spark that can be written, and their way through PostgreSQL's binary COPY. */
enum ColumnType {
    BOOLEAN("boolean", "%s"),
    SMALLINT("smallint", "cast(%s as smallint)"),
    INTEGER("integer", "%s"),
    BIGINT("bigint", "%s"),
    REAL("real", "%s"),
    DOUBLE("double precision", "%s"),
    NUMERIC("numeric", "cast(%s as string)"),
    TEXT("text", "%s"),
    UUID("uuid", "%s"),
    JSONB("jsonb", "%s"),
    BYTEA("bytea", "%s"),
    DATE("date", "unix_date(%s)"),
    TIMESTAMPTZ("timestamp with time zone", "unix_micros(%s)"),
    TIMESTAMP("timestamp without time zone", "%s"),
    VECTOR("vector", "%s"),
    HALFVEC("halfvec", "%s");

    /** PostgreSQL counts times from 2000 on. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final int EPOCH_DAYS = (int) EPOCH.toLocalDate().toEpochDay();
    private static final long EPOCH_MICROS = TimeUnit.DAYS.toMicros(EPOCH_DAYS);

    private final String postgres;
    private final String projection;

    ColumnType(String postgres, String projection) {
        this.postgres = postgres;
        this.projection = projection;
    }

    /** Returns the type for a column of Spark, or null if it is not supported. {@link #into} chooses between types for the same column. */
    static @Nullable ColumnType of(DataType type) {
        if (type instanceof StringType) {
            return TEXT;
        }
        if (type instanceof DecimalType) {
            return NUMERIC;
        }
        if (type instanceof ArrayType array) {
            return array.elementType().equals(DataTypes.FloatType) ? VECTOR : null;
        }
        if (type.equals(DataTypes.ByteType) || type.equals(DataTypes.ShortType)) {
            return SMALLINT;
        }
        return switch (type.typeName()) {
            case "boolean" -> BOOLEAN;
            case "integer" -> INTEGER;
            case "long" -> BIGINT;
            case "float" -> REAL;
            case "double" -> DOUBLE;
            case "binary" -> BYTEA;
            case "date" -> DATE;
            case "timestamp" -> TIMESTAMPTZ;
            case "timestamp_ntz" -> TIMESTAMP;
            default -> null;
        };
    }

    /** Returns the type for a column of PostgreSQL with this name of its type, if several take the same values. */
    ColumnType into(String type) {
        return switch (this) {
            case VECTOR -> type.equals("halfvec") ? HALFVEC : VECTOR;
            case TEXT -> switch (type) {
                case "uuid" -> UUID;
                case "jsonb" -> JSONB;
                default -> TEXT;
            };
            default -> this;
        };
    }

    /** Returns an expression of Spark that makes a supported column from an unsupported one. */
    static String remedy(DataType type, String column) {
        if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
            return "cast(" + column + " as array<float>)";
        }
        if (type.typeName().equals("vector")) {
            return "org.apache.spark.ml.functions.vector_to_array(" + column + ", \"float32\")";
        }
        boolean nested = type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
        return nested ? "to_json(" + column + ")" : "cast(" + column + " as string)";
    }

    /** Returns the name of the type in PostgreSQL, as {@code format_type} writes it. */
    String postgres() {
        return postgres;
    }

    /** Returns the expression of Spark whose values {@link #write} takes. Times become numbers, because no time zone applies to them. */
    String projected(String column) {
        return projection.replace("%s", column);
    }

    /** Writes a value that is not null. A number with decimals is written as a text. */
    void write(Row row, int column, CopyRows copy) {
        switch (this) {
            case BOOLEAN -> copy.putBoolean(row.getBoolean(column));
            case SMALLINT -> copy.putShort(row.getShort(column));
            case INTEGER -> copy.putInt(row.getInt(column));
            case BIGINT -> copy.putLong(row.getLong(column));
            case REAL -> copy.putFloat(row.getFloat(column));
            case DOUBLE -> copy.putDouble(row.getDouble(column));
            case NUMERIC, TEXT -> copy.putText(row.getString(column));
            case UUID -> copy.putUuid(row.getString(column));
            case JSONB -> copy.putJsonb(row.getString(column));
            case BYTEA -> copy.putBytes(row.getAs(column));
            case DATE -> copy.putInt(row.getInt(column) - EPOCH_DAYS);
            case TIMESTAMPTZ -> copy.putLong(row.getLong(column) - EPOCH_MICROS);
            case TIMESTAMP -> copy.putLong(ChronoUnit.MICROS.between(EPOCH, row.getAs(column)));
            case VECTOR -> copy.putVector(row.getList(column));
            case HALFVEC -> copy.putHalfVector(row.getList(column));
        }
    }
}
