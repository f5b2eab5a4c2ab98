package dev.perennial.cli.print;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Rows of an answer's array under headings, each column as wide as its widest cell. */
public final class Table implements View {
    private static final String GAP = "  ";

    private final String rows;
    private final String empty;
    private final List<Column> columns;

    private Table(String rows, String empty, List<Column> columns) {
        this.rows = rows;
        this.empty = empty;
        this.columns = List.copyOf(columns);
    }

    /** The array at {@code rows}; where it is empty the sentence {@code empty} is printed instead. */
    public static Table of(String rows, String empty) {
        return new Table(rows, empty, List.of());
    }

    /** The same with one more column. */
    public Table column(String heading, String pointer, Cell cell) {
        List<Column> more = new ArrayList<>(columns);
        more.add(new Column(heading, pointer, cell));
        return new Table(rows, empty, more);
    }

    /** The same with one more column of text. */
    public Table column(String heading, String pointer) {
        return column(heading, pointer, Cell.TEXT);
    }

    @Override
    public void print(JsonNode answer, Printer printer) {
        JsonNode array = answer.at(rows);
        if (array.isEmpty()) {
            printer.line(empty);
            return;
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::heading).toList());
        array.forEach(row -> lines.add(columns.stream()
                .map(column -> column.cell().of(row.at(column.pointer())))
                .toList()));
        int[] widths = new int[columns.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        lines.forEach(line -> printer.line(padded(line, widths)));
    }

    private static String padded(List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            text.append(i == 0 ? "" : GAP).append(cells.get(i));
            if (i < widths.length - 1) {
                text.append(" ".repeat(widths[i] - cells.get(i).length()));
            }
        }
        return text.toString();
    }

    private record Column(String heading, String pointer, Cell cell) {}
}
