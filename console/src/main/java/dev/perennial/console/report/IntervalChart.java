package dev.perennial.console.report;

import dev.perennial.console.html.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Values with their intervals, one a row, on one axis, beside the marks that they are held against. */
final class IntervalChart {
    private static final double ROW = 22;
    private static final double NAMES = 134;
    private static final double RIGHT = Drawing.WIDTH - 14;

    private final List<Row> rows = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final List<Truth> truths = new ArrayList<>();

    /** A row with a value; its dot is larger the more traffic it stands for. */
    IntervalChart row(String name, double value, double lower, double upper, double weight, String style) {
        rows.add(new Row(name, value, lower, upper, weight, style));
        return this;
    }

    /** What the newest row's value turned out to be. */
    IntervalChart truth(double value) {
        truths.add(new Truth(rows.size() - 1, value));
        return this;
    }

    /** A vertical line. */
    IntervalChart mark(String name, double value, String style) {
        marks.add(new Mark(name, value, style));
        return this;
    }

    Markup figure(String title, Markup caption, Markup table) {
        double low = values().min().orElse(0);
        double high = values().max().orElse(1);
        Scale across = new Scale(low, high, NAMES, RIGHT).withRoom(0.04);
        double bottom = 8 + rows.size() * ROW;
        Drawing drawing = new Drawing(bottom + 34);
        double until = Double.NEGATIVE_INFINITY;
        for (Scale.Tick tick : across.ticks(4)) {
            double x = across.place(tick.value());
            String text = tick.label();
            drawing.line(x, 6, x, bottom, "grid");
            if (x - text.length() * 3.4 > until) {
                drawing.label(x, bottom + 13, "middle", "tick", text);
                until = x + text.length() * 3.4 + 4;
            }
        }
        marks.forEach(
                mark -> drawing.line(across.place(mark.value()), 4, across.place(mark.value()), bottom, mark.style()));
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            double y = 8 + i * ROW + ROW / 2;
            String words = row.name() + ": " + Words.number(row.value()) + ", from " + Words.number(row.lower())
                    + " to " + Words.number(row.upper());
            drawing.label(NAMES - 8, y + 4, "end", "name", Words.shortened(row.name(), 18))
                    .line(across.place(row.lower()), y, across.place(row.upper()), y, "interval " + row.style())
                    .dot(
                            across.place(row.value()),
                            y,
                            3 + 4 * Math.sqrt(Math.max(0, Math.min(1, row.weight()))),
                            "point " + row.style(),
                            words);
        }
        for (Truth truth : truths) {
            double x = across.place(truth.value());
            double y = 8 + truth.row() * ROW + ROW / 2;
            drawing.area(
                    List.of(new double[] {x, y - 6}, new double[] {x + 5, y}, new double[] {x, y + 6}, new double[] {
                        x - 5, y
                    }),
                    "truth");
        }
        StringBuilder key = new StringBuilder();
        marks.forEach(mark -> key.append(key.isEmpty() ? "" : " · ").append(mark.name()));
        drawing.label(RIGHT, bottom + 28, "end", "tick", key.toString());
        return drawing.figure(title, caption, rows.size() + " values with intervals", table);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    private DoubleStream values() {
        return DoubleStream.concat(
                rows.stream().flatMapToDouble(row -> DoubleStream.of(row.lower(), row.upper())),
                DoubleStream.concat(
                        marks.stream().mapToDouble(Mark::value), truths.stream().mapToDouble(Truth::value)));
    }

    private record Row(String name, double value, double lower, double upper, double weight, String style) {}

    private record Truth(int row, double value) {}

    private record Mark(String name, double value, String style) {}
}
