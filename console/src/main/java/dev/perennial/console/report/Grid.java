package dev.perennial.console.report;

import dev.perennial.console.html.Markup;
import dev.perennial.console.html.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A table under construction: headings, then rows, of which the first cell names the row. */
final class Grid {
    private final List<String> headings;
    private final Set<Integer> inWords = new HashSet<>();
    private final List<Markup> rows = new ArrayList<>();

    Grid(String... headings) {
        this.headings = List.of(headings);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** A row of a name and figures. */
    Grid row(Markup name, Object... cells) {
        return styledRow("", name, cells);
    }

    /** A row in a style. */
    Grid styledRow(String style, Markup name, Object... cells) {
        List<Markup> row = new ArrayList<>();
        row.add(Tag.of("th").with("scope", "row").holding(name));
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] instanceof Markup markup) {
                inWords.add(i + 1);
                row.add(Tag.of("td", "words").holding(markup));
            } else {
                row.add(Tag.of("td").holding(String.valueOf(cells[i])));
            }
        }
        rows.add((style.isEmpty() ? Tag.of("tr") : Tag.of("tr", style)).holding(row));
        return this;
    }

    /** The table itself. */
    Markup table() {
        List<Markup> head = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            head.add((inWords.contains(i) ? Tag.of("th", "words") : Tag.of("th"))
                    .with("scope", "col")
                    .holding(headings.get(i)));
        }
        return Tag.of("table")
                .holding(
                        Tag.of("thead").holding(Tag.of("tr").holding(head)),
                        Tag.of("tbody").holding(rows));
    }

    /** The table, which scrolls by itself where the page is narrower. */
    Markup scrolling() {
        return Tag.of("div", "scroll").with("tabindex", "0").holding(table());
    }
}
