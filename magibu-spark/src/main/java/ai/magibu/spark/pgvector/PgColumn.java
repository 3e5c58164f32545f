package ai.magibu.spark.pgvector;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * A column of the dataset and of the table.
 *
 * @param name the name in both
 * @param type the type of the values
 * @param target the name of the type in the table
 * @param dimensions the length of all vectors, or -1
 */
record PgColumn(String name, ColumnType type, String target, int dimensions) implements Serializable {

    /** Returns the type in which the values are copied. The extension pgvector may be in any schema. */
    String copied() {
        return switch (type) {
            case NUMERIC -> "text";
            case VECTOR, HALFVEC -> target;
            default -> type.postgres();
        };
    }

    /** Whether a value can be copied into the table without a conversion. */
    boolean isExact() {
        return copied().equals(target) || type == ColumnType.TEXT && target.equals("character varying");
    }

    /** Returns the SQL expression of the table's type for a copied value. */
    String converted() {
        return PgName.quoted(name) + (type == ColumnType.NUMERIC ? "::numeric::" : "::") + target;
    }

    private boolean isVector() {
        return type == ColumnType.VECTOR || type == ColumnType.HALFVEC;
    }

    /**
     * Writes a value of this column.
     *
     * @throws IllegalArgumentException if a vector has another length than the column, or a null. PostgreSQL does not name the row
     */
    void write(Row row, int position, CopyRows copy) {
        if (row.isNullAt(position)) {
            copy.putNull();
            return;
        }
        if (isVector() && dimensions > 0) {
            int length = row.getList(position).size();
            if (length != dimensions) {
                throw new IllegalArgumentException("the vector has " + length + " dimensions, but the table's column " + dimensions);
            }
        }
        type.write(row, position, copy);
    }
}
