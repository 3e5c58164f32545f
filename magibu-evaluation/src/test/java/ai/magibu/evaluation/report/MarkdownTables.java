package ai.magibu.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Reads the tables of a Markdown page. */
final class MarkdownTables {

    private MarkdownTables() {}

    static void assertEqualRows(String markdown) {
        List<Integer> table = new ArrayList<>();
        int tables = 0;
        for (String line : (markdown + "\n").split("\n", -1)) {
            if (line.startsWith("|")) {
                table.add(line.replaceAll("\\\\.", "").split("\\|", -1).length);
            } else if (!table.isEmpty()) {
                assertThat(table).as(line).hasSizeGreaterThan(2).containsOnly(table.get(0));
                table.clear();
                tables++;
            }
        }
        assertThat(tables).isPositive();
    }
}
