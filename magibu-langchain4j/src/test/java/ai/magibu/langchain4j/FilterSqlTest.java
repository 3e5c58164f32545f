package ai.magibu.langchain4j;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.store.embedding.filter.Filter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class FilterSqlTest {

    private static final Map<String, MetadataColumn> COLUMNS = new LinkedHashMap<>();

    static {
        for (String definition : new String[] {"tenant text", "id uuid NOT NULL", "n integer", "name varchar(20)", "x double precision"}) {
            MetadataColumn column = MetadataColumn.of(definition);
            COLUMNS.put(column.name(), column);
        }
    }

    @Test
    void operandsStayInTheirBrackets() {
        Filter filter = metadataKey("tenant").isEqualTo("a")
                .and(metadataKey("n").isNotEqualTo(5).or(Filter.not(metadataKey("n").isGreaterThan(1))));

        assertThat(new FilterSql(filter, COLUMNS).condition())
                .isEqualTo("((tenant IS NOT NULL AND tenant = ANY (?)) AND ((NOT (n IS NOT NULL AND n = ANY (?)))"
                        + " OR (NOT (n IS NOT NULL AND n > ?))))");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a')::text = '' or true --", "other", "TENANT", "", "n)", "embedding_id"})
    void unknownKeyIsRejected(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FilterSql(
                        new dev.langchain4j.store.embedding.filter.comparison.IsEqualTo(key.isEmpty() ? "-" : key, "x"), COLUMNS))
                .withMessageContaining("metadataColumns has only [tenant, id, n, name, x]");
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                Arguments.of(metadataKey("n").isEqualTo("5"), "the number column n with 5 (String)"),
                Arguments.of(metadataKey("tenant").isGreaterThan(5), "the text column tenant with 5 (Integer)"),
                Arguments.of(metadataKey("id").isEqualTo("x"), "the uuid column id with \"x\""),
                Arguments.of(metadataKey("id").isIn("7d444840-9dc0-11d1-b245-5ffdce74fad2", "' or true"),
                        "the uuid column id with \"' or true\""),
                Arguments.of(metadataKey("n").isIn(new UUID(0, 1)), "the number column n with 00000000"),
                Arguments.of(metadataKey("n").containsString("5"), "a string in n, which is not a text column"),
                Arguments.of((Filter) object -> true, "cannot express the filter ai.magibu.langchain4j.FilterSqlTest$$Lambda"));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void valueOfAnotherTypeIsRejected(Filter filter, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FilterSql(filter, COLUMNS)).withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "a", "a;b text", "a\" text", "a.b text", "1a text", "created timestamptz", "done boolean",
            "n numeric", "tags text[]", "j jsonb"})
    void columnThatIsNoneOrThatMetadataCannotHoldIsRejected(String definition) {
        assertThatIllegalArgumentException().isThrownBy(() -> MetadataColumn.of(definition))
                .withMessageContaining("\"" + definition.split(" ")[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;", "a--", "\"a", "\"a\"\"b\"", "a.b.c", "1a", "a\u0000", "a'", "\"\""})
    void tableThatIsNoNameIsRejected(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TurkishTextRetriever.builder().table(name))
                .withMessageContaining("table: \"" + name + "\" is not a valid SQL name");
        assertThatIllegalArgumentException().isThrownBy(() -> TurkishTextRetriever.builder().textColumn(name));
        assertThatIllegalArgumentException().isThrownBy(() -> TurkishTextRetriever.builder().searchColumn(name));
        assertThatIllegalArgumentException().isThrownBy(() -> TurkishTextRetriever.builder().idColumn(name));
    }
}
