package ai.magibu.evaluation.internal.page;

import java.util.List;

/**
 * A table. The first cell of a row is its heading.
 *
 * @param caption the caption
 * @param columns the columns
 * @param rows the rows
 */
public record Table(String caption, List<Column> columns, List<Row> rows) implements Block {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a row has another number of cells than there are columns
     */
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.style() != Style.GROUP && row.cells().size() != columns.size()) {
                throw new IllegalArgumentException(row.cells().size() + " cells for " + columns.size() + " columns: " + row);
            }
        }
    }

    /**
     * A column.
     *
     * @param title the title
     * @param detail a second, smaller line of the title; may be empty
     * @param number whether the cells are numbers
     */
    public record Column(String title, String detail, boolean number) {

        /** Returns a column of texts. */
        public static Column text(String title) {
            return new Column(title, "", false);
        }

        /** Returns a column of numbers. */
        public static Column number(String title) {
            return new Column(title, "", true);
        }
    }

    /** The look of a row. */
    public enum Style {
        /** A row like others. */
        PLAIN,
        /** A row that stands out. */
        HIGHLIGHT,
        /** A row that summarizes the others. */
        TOTAL,
        /** One cell as the heading of the rows below. */
        GROUP
    }

    /**
     * A row.
     *
     * @param style the look
     * @param cells the cells
     */
    public record Row(Style style, List<Cell> cells) {

        /** Copies the list. */
        public Row {
            cells = List.copyOf(cells);
        }

        /** Returns a row like others. */
        public static Row of(List<Cell> cells) {
            return new Row(Style.PLAIN, cells);
        }

        /** Returns the heading of the rows below. */
        public static Row group(String title) {
            return new Row(Style.GROUP, List.of(Cell.of(title)));
        }
    }
}
