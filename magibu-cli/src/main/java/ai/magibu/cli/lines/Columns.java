package ai.magibu.cli.lines;

import java.util.List;

/**
 * The names of the columns of a table, or of the keys of JSON objects.
 *
 * @param text the texts
 * @param title their titles
 * @param id their ids
 */
public record Columns(String text, Column title, Column id) {

    /** The names of the options' defaults. */
    public static final Columns DEFAULT = new Columns("text", new Column("title", false), new Column("id", false));

    /**
     * A column that a table may lack.
     *
     * @param name its name; empty for none
     * @param required whether a table without it is rejected, because the user named it
     */
    public record Column(String name, boolean required) {

        private int in(List<String> table) {
            int index = table.indexOf(name);
            if (index < 0 && required && !name.isEmpty()) {
                throw missing(name, table);
            }
            return name.isEmpty() ? -1 : index;
        }
    }

    /** The places of the columns in a table, from 0; -1 for a missing one. */
    record Places(int text, int title, int id) {}

    /** @throws IllegalArgumentException if a column is missing, or there twice */
    Places in(List<String> table) {
        int place = table.indexOf(text);
        if (place < 0) {
            throw missing(text, table);
        }
        Places places = new Places(place, title.in(table), id.in(table));
        for (String name : List.of(text, title.name(), id.name())) {
            if (table.indexOf(name) != table.lastIndexOf(name)) {
                throw new IllegalArgumentException("the column \"" + name + "\" is there twice");
            }
        }
        return places;
    }

    private static IllegalArgumentException missing(String name, List<String> table) {
        return new IllegalArgumentException("no column \"" + name + "\"; the columns are \"" + String.join("\", \"", table)
                + "\". Choose with --text-column, --title-column and --id-column");
    }
}
