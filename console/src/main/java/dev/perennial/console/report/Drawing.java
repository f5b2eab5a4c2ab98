package dev.perennial.console.report;

import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart under construction: shapes in the units of its own box, which scales with the page. It ends as a figure with a
 * caption, a title and a description for who cannot see it, and the table behind it. Not safe for use by several threads.
 */
final class Drawing {
    /** The width of every chart, so that text is as large in one as in the other. */
    static final double WIDTH = 380;

    private final double height;
    private final List<Markup> shapes = new ArrayList<>();

    Drawing(double height) {
        this.height = height;
    }

    Drawing add(Markup shape) {
        shapes.add(shape);
        return this;
    }

    Drawing line(double fromX, double fromY, double toX, double toY, String style) {
        return add(Tag.of("line", style)
                .with("x1", fromX)
                .with("y1", fromY)
                .with("x2", toX)
                .with("y2", toY)
                .holding());
    }

    Drawing bar(double x, double y, double width, double barHeight, String style, String title) {
        return add(Tag.of("rect", style)
                .with("x", x)
                .with("y", y)
                .with("width", Math.max(0, width))
                .with("height", Math.max(0, barHeight))
                .holding(Tag.of("title").holding(title)));
    }

    Drawing dot(double x, double y, double radius, String style, String title) {
        return add(Tag.of("circle", style)
                .with("cx", x)
                .with("cy", y)
                .with("r", radius)
                .holding(Tag.of("title").holding(title)));
    }

    Drawing path(List<double[]> points, String style) {
        return add(Tag.of("path", style).with("d", through(points)).holding());
    }

    Drawing area(List<double[]> points, String style) {
        return add(Tag.of("path", style).with("d", through(points) + "Z").holding());
    }

    Drawing label(double x, double y, String anchor, String style, String text) {
        return add(Tag.of("text", style)
                .with("x", x)
                .with("y", y)
                .with("text-anchor", anchor)
                .with("unicode-bidi", "isolate")
                .holding(text));
    }

    private static String through(List<double[]> points) {
        StringBuilder path = new StringBuilder();
        for (double[] point : points) {
            path.append(path.isEmpty() ? "M" : "L").append(String.format(Locale.ROOT, "%.1f %.1f", point[0], point[1]));
        }
        return path.toString();
    }

    /** The chart alone. */
    Markup svg(String title, String description) {
        return Tag.of("svg")
                .with("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, height))
                .with("role", "img")
                .with("aria-label", title + ". " + description)
                .holding(Markup.all(shapes));
    }

    /** The chart with its caption and the table behind it. */
    Markup figure(String title, Markup caption, String description, Markup table) {
        return Tag.of("figure")
                .holding(
                        Tag.of("figcaption").holding(caption),
                        svg(title, description),
                        Tag.of("details")
                                .holding(
                                        Tag.of("summary").holding("Table"),
                                        Tag.of("div", "scroll").holding(table)));
    }
}
