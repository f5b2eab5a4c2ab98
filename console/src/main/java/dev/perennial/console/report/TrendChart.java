package dev.perennial.console.report;

import dev.perennial.console.html.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** A figure over the last windows: its value with a band, beside lines that it is held against. */
final class TrendChart {
    private static final double HEIGHT = 190;
    private static final double LEFT = 44;
    private static final double RIGHT = Drawing.WIDTH - 10;
    private static final double TOP = 10;
    private static final double BOTTOM = 156;

    private final List<Point> points = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    /** A value of the window that ends then. */
    TrendChart point(double end, String window, double value, double lower, double upper, String style, String said) {
        points.add(new Point(end, window, value, lower, upper, style, said));
        return this;
    }

    /** A stretch of a line that the values are held against, level from one moment to another. */
    TrendChart level(double from, double to, double value, String style) {
        lines.add(new Line(from, to, value, style));
        return this;
    }

    /** An axis that begins at zero and counts. */
    TrendChart counting() {
        lines.add(new Line(points.get(0).end(), points.get(0).end(), 0, "grid"));
        lines.add(new Line(points.get(0).end(), points.get(0).end(), 4, "grid"));
        return this;
    }

    boolean isEmpty() {
        return points.isEmpty();
    }

    Markup figure(String title, Markup caption, Markup table) {
        double first = points.get(0).end();
        double last = points.get(points.size() - 1).end();
        Scale across = new Scale(first, last, LEFT + 12, RIGHT - 12);
        Scale up = new Scale(values().min().orElse(0), values().max().orElse(1), BOTTOM, TOP).withRoom(0.06);
        Drawing drawing = new Drawing(HEIGHT);
        for (Scale.Tick tick : up.ticks(4)) {
            drawing.line(LEFT, up.place(tick.value()), RIGHT, up.place(tick.value()), "grid")
                    .label(LEFT - 5, up.place(tick.value()) + 4, "end", "tick", tick.label());
        }
        List<double[]> band = new ArrayList<>();
        points.forEach(point -> band.add(new double[] {across.place(point.end()), up.place(point.upper())}));
        for (int i = points.size() - 1; i >= 0; i--) {
            band.add(new double[] {
                across.place(points.get(i).end()), up.place(points.get(i).lower())
            });
        }
        drawing.area(band, "band");
        lines.forEach(line -> drawing.line(
                across.place(line.from()),
                up.place(line.value()),
                across.place(line.to()),
                up.place(line.value()),
                line.style()));
        drawing.path(
                points.stream()
                        .map(point -> new double[] {across.place(point.end()), up.place(point.value())})
                        .toList(),
                "trend");
        double until = Double.NEGATIVE_INFINITY;
        for (int i = points.size() - 1; i >= 0; i--) {
            Point point = points.get(i);
            double x = across.place(point.end());
            boolean newest = i == points.size() - 1;
            drawing.line(x, up.place(point.lower()), x, up.place(point.upper()), "interval " + point.style())
                    .dot(x, up.place(point.value()), newest ? 5.5 : 3.5, "point " + point.style(), point.said());
            if (newest || until - x > 62) {
                drawing.line(x, BOTTOM, x, BOTTOM + 4, "axis")
                        .label(Math.min(x, RIGHT - 24), BOTTOM + 16, "middle", "tick", point.window());
                until = x;
            }
        }
        drawing.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis");
        return drawing.figure(title, caption, points.size() + " windows, the newest at the right", table);
    }

    private DoubleStream values() {
        return DoubleStream.concat(
                points.stream().flatMapToDouble(point -> DoubleStream.of(point.lower(), point.upper())),
                lines.stream().mapToDouble(Line::value));
    }

    private record Point(
            double end, String window, double value, double lower, double upper, String style, String said) {}

    private record Line(double from, double to, double value, String style) {}
}
