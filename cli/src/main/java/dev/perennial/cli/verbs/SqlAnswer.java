package dev.perennial.cli.verbs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.activities.data.LogAnswer;
import dev.perennial.cli.print.Printer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints the answer to a question as it comes: for people, as JSON or as CSV. */
abstract class SqlAnswer implements LogAnswer {
    final Printer printer;
    List<String> names = List.of();

    private SqlAnswer(Printer printer) {
        this.printer = printer;
    }

    @Override
    public void columns(List<String> columns) {
        names = List.copyOf(columns);
    }

    /** Prints what is still to be printed; the answer is complete. */
    abstract void end();

    /** Columns as wide as their widest cell, of the first rows only: a person reads no more. */
    static final class ForPeople extends SqlAnswer {
        private static final int MOST_ROWS = 1000;
        private static final String GAP = "  ";
        private final List<List<String>> lines = new ArrayList<>();

        ForPeople(Printer printer) {
            super(printer);
        }

        @Override
        public boolean row(List<@Nullable Object> values) {
            lines.add(values.stream()
                    .map(value -> value == null ? "" : Printer.printable(value.toString()))
                    .toList());
            return lines.size() <= MOST_ROWS;
        }

        @Override
        void end() {
            boolean more = lines.size() > MOST_ROWS;
            List<List<String>> shown = new ArrayList<>();
            shown.add(names.stream().map(Printer::printable).toList());
            shown.addAll(lines.subList(0, Math.min(lines.size(), MOST_ROWS)));
            int[] widths = new int[names.size()];
            shown.forEach(cells -> {
                for (int column = 0; column < widths.length; column++) {
                    widths[column] = Math.max(widths[column], cells.get(column).length());
                }
            });
            shown.forEach(cells -> printer.line(padded(cells, widths)));
            if (more) {
                printer.advice("these are the first " + MOST_ROWS + " rows; -o csv and -o json print all");
            }
        }

        private static String padded(List<String> cells, int[] widths) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = cells.get(column);
                line.append(column == 0 ? "" : GAP).append(cell).append(" ".repeat(widths[column] - cell.length()));
            }
            return line.toString().stripTrailing();
        }
    }

    /** One array of objects; a number that JSON has no word for is null. */
    static final class AsJson extends SqlAnswer {
        private final ObjectMapper mapper = new ObjectMapper();
        private boolean begun;

        AsJson(Printer printer) {
            super(printer);
        }

        @Override
        public boolean row(List<@Nullable Object> values) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (int column = 0; column < names.size(); column++) {
                Object value = values.get(column);
                object.put(
                        names.get(column), value instanceof Double number && !Double.isFinite(number) ? null : value);
            }
            try {
                printer.line((begun ? ", " : "[ ") + mapper.writeValueAsString(Collections.unmodifiableMap(object)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Cannot print a row", e);
            }
            begun = true;
            return true;
        }

        @Override
        void end() {
            printer.line(begun ? "]" : "[ ]");
        }
    }

    /** As RFC 4180 has it, a missing value as nothing between its commas. */
    static final class AsCsv extends SqlAnswer {
        AsCsv(Printer printer) {
            super(printer);
        }

        @Override
        public void columns(List<String> columns) {
            super.columns(columns);
            printer.line(columns.stream().map(AsCsv::quoted).collect(Collectors.joining(",")));
        }

        @Override
        public boolean row(List<@Nullable Object> values) {
            printer.line(values.stream()
                    .map(value -> value == null ? "" : quoted(value.toString()))
                    .collect(Collectors.joining(",")));
            return true;
        }

        @Override
        void end() {}

        private static String quoted(String text) {
            boolean plain =
                    text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r') && !text.isEmpty();
            return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
        }
    }
}
