package ai.magibu.evaluation.report;

import java.util.ArrayList;
import java.util.List;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.internal.page.Cell;
import ai.magibu.evaluation.internal.page.Table;
import ai.magibu.evaluation.internal.page.Table.Column;
import ai.magibu.evaluation.internal.page.Table.Row;

/** The table of the encoders' settings. */
final class SettingsTable {

    private SettingsTable() {}

    /**
     * Returns the table.
     *
     * @param labels the name of each encoder in the report
     * @param encoders the settings
     * @param lastTitle the title of a further column
     * @param last the cells of that column
     */
    static Table of(List<String> labels, List<EncoderSettings> encoders, String lastTitle, List<String> last) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < encoders.size(); i++) {
            EncoderSettings encoder = encoders.get(i);
            rows.add(Row.of(List.of(
                    Cell.of(labels.get(i)), Cell.of(encoder.model()), Cell.of(Labels.shortRevision(encoder.revision())),
                    Cell.of(encoder.precision()),
                    Cell.of(encoder.prompts()), Cell.of(Numbers.count(encoder.dimensions())),
                    Cell.of(encoder.maxTokens() == 0 ? Numbers.NONE : Numbers.count(encoder.maxTokens())), Cell.of(last.get(i)))));
        }
        return new Table("Settings", List.of(
                Column.text("Name here"), Column.text("Model"), Column.text("Revision"), Column.text("Precision"), Column.text("Prompts"),
                Column.number("Dimensions"), Column.number("Longest text in tokens"), Column.text(lastTitle)), rows);
    }
}
