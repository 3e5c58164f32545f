package ai.magibu.langchain4j;

import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Not;
import dev.langchain4j.store.embedding.filter.logical.Or;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A filter as an SQL condition in brackets, with a parameter for each value. The condition has the meaning of {@link Filter#test}: a
 * row without a value passes only "not equal", "not in" and negated filters.
 */
final class FilterSql {

    private final Map<String, MetadataColumn> columns;
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** @throws IllegalArgumentException if a key is not a column, a value does not have its column's type, or a filter is unknown */
    FilterSql(Filter filter, Map<String, MetadataColumn> columns) {
        this.columns = columns;
        append(filter);
    }

    String condition() {
        return sql.toString();
    }

    /** Sets the parameters and returns the index after the last. */
    int bind(PreparedStatement statement, int index) throws SQLException {
        int next = index;
        Connection connection = statement.getConnection();
        for (Object parameter : parameters) {
            if (parameter instanceof Object[] values) {
                String type = values instanceof UUID[] ? "uuid" : values instanceof Number[] ? "numeric" : "text";
                statement.setArray(next++, connection.createArrayOf(type, values));
            } else {
                statement.setObject(next++, parameter);
            }
        }
        return next;
    }

    private void append(Filter filter) {
        if (filter instanceof And and) {
            append(and.left(), " AND ", and.right());
        } else if (filter instanceof Or or) {
            append(or.left(), " OR ", or.right());
        } else if (filter instanceof Not not) {
            sql.append("(NOT ");
            append(not.expression());
            sql.append(')');
        } else if (filter instanceof IsEqualTo is) {
            append(is.key(), List.of(is.comparisonValue()));
        } else if (filter instanceof IsNotEqualTo is) {
            append(new Not(new IsEqualTo(is.key(), is.comparisonValue())));
        } else if (filter instanceof IsGreaterThan is) {
            append(is.key(), " > ?", is.comparisonValue());
        } else if (filter instanceof IsGreaterThanOrEqualTo is) {
            append(is.key(), " >= ?", is.comparisonValue());
        } else if (filter instanceof IsLessThan is) {
            append(is.key(), " < ?", is.comparisonValue());
        } else if (filter instanceof IsLessThanOrEqualTo is) {
            append(is.key(), " <= ?", is.comparisonValue());
        } else if (filter instanceof IsIn is) {
            append(is.key(), is.comparisonValues());
        } else if (filter instanceof IsNotIn is) {
            append(new Not(new IsIn(is.key(), is.comparisonValues())));
        } else if (filter instanceof ContainsString is) {
            MetadataColumn column = column(is.key());
            if (column.kind() != MetadataColumn.Kind.TEXT) {
                throw new IllegalArgumentException("the filter searches for a string in " + is.key() + ", which is not a text column");
            }
            append(is.key(), " LIKE ?", "%" + is.comparisonValue().replaceAll("[\\\\%_]", "\\\\$0") + "%");
        } else {
            throw new IllegalArgumentException("cannot express the filter " + filter.getClass().getName() + " in SQL");
        }
    }

    private void append(Filter left, String operator, Filter right) {
        sql.append('(');
        append(left);
        sql.append(operator);
        append(right);
        sql.append(')');
    }

    /** "IS NOT NULL" makes the condition false and not null for a row without a value, so that NOT makes it true. */
    private void append(String key, String operator, Object value) {
        MetadataColumn column = column(key);
        parameters.add(value(column, value));
        // Filter.test compares strings by their characters, not in the order of a language.
        String collation = column.kind() == MetadataColumn.Kind.TEXT ? " COLLATE \"C\"" : "";
        sql.append('(').append(column.name()).append(" IS NOT NULL AND ").append(column.name()).append(collation).append(operator)
                .append(')');
    }

    private void append(String key, Collection<?> values) {
        MetadataColumn column = column(key);
        List<Object> converted = values.stream().map(value -> value(column, value)).toList();
        parameters.add(switch (column.kind()) {
            case UUID -> converted.toArray(UUID[]::new);
            case NUMBER -> converted.toArray(Number[]::new);
            case TEXT -> converted.toArray(String[]::new);
        });
        sql.append('(').append(column.name()).append(" IS NOT NULL AND ").append(column.name()).append(" = ANY (?))");
    }

    private MetadataColumn column(String key) {
        MetadataColumn column = columns.get(key);
        if (column == null) {
            throw new IllegalArgumentException(
                    "the filter needs a column \"" + key + "\", but metadataColumns has only " + columns.keySet());
        }
        return column;
    }

    private static Object value(MetadataColumn column, Object value) {
        if (column.kind() == MetadataColumn.Kind.NUMBER && value instanceof Number) {
            return value;
        } else if (column.kind() == MetadataColumn.Kind.TEXT && (value instanceof String || value instanceof UUID)) {
            return value.toString().replace('\0', '\uFFFD'); // PostgreSQL cannot store NUL, so no row contains it
        } else if (column.kind() == MetadataColumn.Kind.UUID) {
            try {
                return UUID.fromString(value.toString());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the filter compares the uuid column " + column.name() + " with \"" + value + "\"", e);
            }
        }
        throw new IllegalArgumentException("the filter compares the " + (column.kind() == MetadataColumn.Kind.TEXT ? "text" : "number")
                + " column " + column.name() + " with " + value + " (" + value.getClass().getSimpleName() + ")");
    }
}
