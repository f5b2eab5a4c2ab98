package dev.perennial.console.report;

import dev.perennial.console.html.Markup;
import java.util.ArrayList;
import java.util.List;

/** Shares against shares, both from zero: a line through them, points with intervals, and what would be ideal. */
final class ShareChart {
    private static final double HEIGHT = 220;
    private static final double LEFT = 44;
    private static final double RIGHT = Drawing.WIDTH - 12;
    private static final double TOP = 8;
    private static final double BOTTOM = 180;

    private final String across;
    private final List<Point> points = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();
    private double most = 0.01;

    /** {@code across} names the lower axis. */
    ShareChart(String across) {
        this.across = across;
    }

    ShareChart point(double x, double y, double lower, double upper, String words) {
        points.add(new Point(x, y, lower, upper, words));
        most = Math.max(most, Math.max(x, upper));
        return this;
    }

    ShareChart curve(List<double[]> through, String style) {
        curves.add(new Curve(through, style));
        through.forEach(place -> most = Math.max(most, Math.max(place[0], place[1])));
        return this;
    }

    /** The diagonal, on which what is promised happens. */
    ShareChart diagonal() {
        curves.add(new Curve(List.of(new double[] {0, 0}, new double[] {most, most}), "reference"));
        return this;
    }

    boolean isEmpty() {
        return points.isEmpty()
                && curves.stream().allMatch(curve -> curve.through().isEmpty());
    }

    Markup figure(String title, Markup caption, Markup table) {
        Scale right = new Scale(0, Math.min(1, most * 1.03), LEFT, RIGHT);
        Scale up = new Scale(0, Math.min(1, most * 1.03), BOTTOM, TOP);
        Drawing drawing = new Drawing(HEIGHT);
        up.ticks(4)
                .forEach(tick -> drawing.line(LEFT, up.place(tick.value()), RIGHT, up.place(tick.value()), "grid")
                        .label(LEFT - 5, up.place(tick.value()) + 4, "end", "tick", tick.label()));
        right.ticks(5)
                .forEach(tick -> drawing.line(right.place(tick.value()), TOP, right.place(tick.value()), BOTTOM, "grid")
                        .label(right.place(tick.value()), BOTTOM + 15, "middle", "tick", tick.label()));
        drawing.label((LEFT + RIGHT) / 2, BOTTOM + 32, "middle", "tick", across);
        for (Curve curve : curves) {
            drawing.path(
                    curve.through().stream()
                            .map(place -> new double[] {right.place(place[0]), up.place(place[1])})
                            .toList(),
                    curve.style());
        }
        for (Point point : points) {
            double x = right.place(point.x());
            drawing.line(x, up.place(point.lower()), x, up.place(point.upper()), "interval")
                    .dot(x, up.place(point.y()), 4, "point", point.words());
        }
        return drawing.figure(title, caption, across, table);
    }

    private record Point(double x, double y, double lower, double upper, String words) {}

    private record Curve(List<double[]> through, String style) {}
}
