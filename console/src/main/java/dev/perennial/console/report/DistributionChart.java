package dev.perennial.console.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.html.Markup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One column's distribution: a bar a bin for the window, a line for the reference. The bins of numbers are those of equal
 * depth that were frozen with the reference, drawn equally wide: where the line is level, every bar that leaves it is a
 * change.
 */
final class DistributionChart {
    private static final double HEIGHT = 150;
    private static final double LEFT = 34;
    private static final double BOTTOM = 120;
    private static final double TOP = 10;
    private static final int MOST_CATEGORIES = 9;
    private static final double ROW = 19;
    private static final double NAMES = 104;

    private DistributionChart() {}

    static Markup of(JsonNode distribution, Markup caption) {
        String column = distribution.path("column").asText();
        List<Bin> bins = bins(distribution);
        Grid table = new Grid("Bin", "Reference", "Window");
        bins.forEach(bin -> table.row(Markup.name(bin.name()), Words.share(bin.before()), Words.share(bin.now())));
        boolean numeric = distribution.path("kind").asText().equals("numeric");
        String title = "Distribution of " + column;
        return numeric
                ? numbers(bins, distribution.path("cuts"))
                        .figure(title, caption, "Bars: window. Line: reference.", table.table())
                : categories(bins).figure(title, caption, "Bars: window. Ticks: reference.", table.table());
    }

    private static List<Bin> bins(JsonNode distribution) {
        JsonNode before = distribution.path("reference");
        JsonNode now = distribution.path("window");
        List<String> names = distribution.path("kind").asText().equals("numeric")
                ? ranges(distribution.path("cuts"))
                : words(distribution.path("categories"));
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            bins.add(bin(
                    names.get(i),
                    before,
                    before.path("counts").path(i),
                    now,
                    now.path("counts").path(i),
                    Kind.VALUE));
        }
        addIfAny(bins, "other", "unexpected", before, now);
        addIfAny(bins, "missing", "missing", before, now);
        return bins;
    }

    private static void addIfAny(List<Bin> bins, String name, String field, JsonNode before, JsonNode now) {
        if (before.path(field).asLong() + now.path(field).asLong() > 0) {
            bins.add(bin(name, before, before.path(field), now, now.path(field), Kind.NO_VALUE));
        }
    }

    private static Bin bin(
            String name, JsonNode before, JsonNode beforeCount, JsonNode now, JsonNode nowCount, Kind kind) {
        return new Bin(name, share(beforeCount, before), share(nowCount, now), kind);
    }

    private static double share(JsonNode count, JsonNode side) {
        long rows = side.path("rows").asLong();
        return rows == 0 ? 0 : (double) count.asLong() / rows;
    }

    private static List<String> words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asText()));
        return words;
    }

    /** A value with a bin of its own is written as two neighbouring cuts. */
    static List<String> ranges(JsonNode cuts) {
        List<String> names = new ArrayList<>();
        if (cuts.isEmpty()) {
            names.add("all values");
            return names;
        }
        names.add("≤ " + Words.number(cuts.path(0).asDouble()));
        for (int i = 1; i < cuts.size(); i++) {
            double below = cuts.path(i - 1).asDouble();
            double above = cuts.path(i).asDouble();
            names.add(
                    Math.nextDown(above) + 0.0 == below
                            ? "= " + Words.number(above)
                            : Words.number(below) + " to " + Words.number(above));
        }
        names.add("> " + Words.number(cuts.path(cuts.size() - 1).asDouble()));
        return names;
    }

    private static Drawing numbers(List<Bin> bins, JsonNode cuts) {
        Drawing drawing = new Drawing(HEIGHT);
        double most = bins.stream()
                .mapToDouble(bin -> Math.max(bin.before(), bin.now()))
                .max()
                .orElse(1);
        Scale up = new Scale(0, Math.max(most, 0.01) * 1.05, BOTTOM, TOP);
        Scale percent = new Scale(0, 100 * up.high(), BOTTOM, TOP);
        percent.ticks(3).forEach(tick -> {
            double y = percent.place(tick.value());
            drawing.line(LEFT, y, Drawing.WIDTH - 4, y, "grid")
                    .label(LEFT - 4, y + 4, "end", "tick", tick.label() + "%");
        });
        long values = bins.stream().filter(bin -> bin.kind() == Kind.VALUE).count();
        double gap = values < bins.size() ? 8 : 0;
        double width = (Drawing.WIDTH - 4 - LEFT - gap) / bins.size();
        List<double[]> steps = new ArrayList<>();
        for (int i = 0; i < bins.size(); i++) {
            Bin bin = bins.get(i);
            double x = LEFT + i * width + (bin.kind() == Kind.VALUE ? 0 : gap);
            double y = up.place(bin.now());
            drawing.bar(
                    x + 0.75,
                    y,
                    width - 1.5,
                    BOTTOM - y,
                    bin.kind() == Kind.VALUE ? "window" : "window odd",
                    bin.words());
            double line = up.place(bin.before());
            if (bin.kind() == Kind.VALUE) {
                steps.add(new double[] {x, line});
                steps.add(new double[] {x + width, line});
            } else {
                drawing.path(List.of(new double[] {x, line}, new double[] {x + width, line}), "reference");
                drawing.label(
                        x + width / 2, BOTTOM + 13, "middle", "tick", bin.name().equals("missing") ? "∅" : "±∞");
            }
        }
        drawing.path(steps, "reference");
        drawing.line(LEFT, BOTTOM, LEFT + values * width, BOTTOM, "axis");
        int labels = Math.min(5, cuts.size());
        double until = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < labels; k++) {
            int cut = labels == 1 ? 0 : (int) Math.round((double) k * (cuts.size() - 1) / (labels - 1));
            String text = Words.tick(cuts.path(cut).asDouble());
            double x = LEFT + (cut + 1) * width;
            double half = text.length() * 3.4;
            if (x - half > until) {
                drawing.line(x, BOTTOM, x, BOTTOM + 3, "axis").label(x, BOTTOM + 15, "middle", "tick", text);
                until = x + half + 4;
            }
        }
        return drawing;
    }

    private static Drawing categories(List<Bin> bins) {
        List<Bin> shown = mostTelling(bins);
        Drawing drawing = new Drawing(shown.size() * ROW + 6);
        double most = shown.stream()
                .mapToDouble(bin -> Math.max(bin.before(), bin.now()))
                .max()
                .orElse(1);
        Scale across = new Scale(0, Math.max(most, 0.01), NAMES, Drawing.WIDTH - 52);
        for (int i = 0; i < shown.size(); i++) {
            Bin bin = shown.get(i);
            double y = 3 + i * ROW;
            drawing.label(NAMES - 6, y + 13, "end", "name", Words.shortened(bin.name(), 15))
                    .bar(
                            NAMES,
                            y + 3,
                            across.place(bin.now()) - NAMES,
                            ROW - 6,
                            bin.kind() == Kind.VALUE ? "window" : "window odd",
                            bin.words())
                    .line(across.place(bin.before()), y + 1, across.place(bin.before()), y + ROW - 1, "reference")
                    .label(
                            Math.max(across.place(bin.now()), across.place(bin.before())) + 5,
                            y + 13,
                            "start",
                            "tick",
                            Words.share(bin.now()));
        }
        return drawing;
    }

    /* The categories that changed most, in the order of the reference's shares; the others as one. */
    private static List<Bin> mostTelling(List<Bin> bins) {
        if (bins.size() <= MOST_CATEGORIES + 1) {
            return bins.stream()
                    .sorted(Comparator.comparing(Bin::kind)
                            .thenComparing(
                                    Comparator.comparingDouble(Bin::before).reversed()))
                    .toList();
        }
        List<Bin> byChange = bins.stream()
                .sorted(Comparator.comparingDouble((Bin bin) -> Math.abs(bin.now() - bin.before()))
                        .thenComparingDouble(Bin::before)
                        .reversed())
                .toList();
        List<Bin> shown = new ArrayList<>(byChange.subList(0, MOST_CATEGORIES).stream()
                .sorted(Comparator.comparing(Bin::kind)
                        .thenComparing(Comparator.comparingDouble(Bin::before).reversed()))
                .toList());
        List<Bin> rest = byChange.subList(MOST_CATEGORIES, byChange.size());
        shown.add(new Bin(
                rest.size() + " more",
                rest.stream().mapToDouble(Bin::before).sum(),
                rest.stream().mapToDouble(Bin::now).sum(),
                Kind.NO_VALUE));
        return shown;
    }

    private enum Kind {
        VALUE,
        NO_VALUE
    }

    private record Bin(String name, double before, double now, Kind kind) {
        String words() {
            return name + ": window " + Words.share(now) + ", reference " + Words.share(before);
        }
    }
}
