package ai.magibu.spark;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
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
    BOOLEAN("boolean", "boolean", "%s", (row, column, copy) -> copy.putBoolean(row.getBoolean(column))),
    SMALLINT("smallint", "smallint", "cast(%s as smallint)", (row, column, copy) -> copy.putShort(row.getShort(column))),
    INTEGER("integer", "integer", "%s", (row, column, copy) -> copy.putInt(row.getInt(column))),
    BIGINT("bigint", "bigint", "%s", (row, column, copy) -> copy.putLong(row.getLong(column))),
    REAL("real", "real", "%s", (row, column, copy) -> copy.putFloat(row.getFloat(column))),
    DOUBLE("double precision", "double precision", "%s", (row, column, copy) -> copy.putDouble(row.getDouble(column))),
    NUMERIC("numeric", "text", "cast(%s as string)", (row, column, copy) -> copy.putText(row.getString(column))),
    TEXT("text", "text", "%s", (row, column, copy) -> copy.putText(row.getString(column))),
    BYTEA("bytea", "bytea", "%s", (row, column, copy) -> copy.putBytes(row.getAs(column))),
    DATE("date", "date", "unix_date(%s)", (row, column, copy) -> copy.putInt(row.getInt(column) - Epoch.DAYS)),
    TIMESTAMPTZ("timestamptz", "timestamptz", "unix_micros(%s)", (row, column, copy) -> copy.putLong(row.getLong(column) - Epoch.MICROS)),
    TIMESTAMP("timestamp", "timestamp", "%s", (row, column, copy) -> copy.putLong(Epoch.microsUntil(row.getAs(column)))),
    VECTOR("vector", "vector", "%s", (row, column, copy) -> copy.putVector(row.getList(column))),
    HALFVEC("halfvec", "halfvec", "%s", (row, column, copy) -> copy.putHalfVector(row.getList(column)));

    /** Writes a value that is not null. */
    private interface Value {
        void write(Row row, int column, CopyRows copy);
    }

    /** PostgreSQL counts times from 2000 on. */
    private static final class Epoch {

        private static final LocalDate DAY = LocalDate.of(2000, 1, 1);
        private static final int DAYS = (int) DAY.toEpochDay();
        private static final long MICROS = ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), DAY.atStartOfDay());

        private static long microsUntil(LocalDateTime time) {
            return ChronoUnit.MICROS.between(DAY.atStartOfDay(), time);
        }
    }

    private final String postgres;
    private final String copied;
    private final String projection;
    private final Value value;

    ColumnType(String postgres, String copied, String projection, Value value) {
        this.postgres = postgres;
        this.copied = copied;
        this.projection = projection;
        this.value = value;
    }

    /** Returns the type for a column of Spark, {@link #VECTOR} for an array of floats, or null if the type is not supported. */
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

    /** Returns the type of a column in PostgreSQL that takes all values. */
    String postgres() {
        return postgres;
    }

    /** Returns the type in which the values are copied into PostgreSQL. */
    String copied() {
        return copied;
    }

    /** Returns the expression of Spark whose values {@link #write} takes. Times become numbers, because no time zone applies to them. */
    String projected(String column) {
        return projection.replace("%s", column);
    }

    /** Writes a value that is not null. */
    void write(Row row, int column, CopyRows copy) {
        value.write(row, column, copy);
    }
}
