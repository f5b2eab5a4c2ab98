package dev.perennial.cli.print;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One thing in full: a label and a value on each line; lines whose value is absent are left out. */
public final class Card implements View {
    private final List<Line> lines;

    private Card(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /** A card without lines. */
    public static Card blank() {
        return new Card(List.of());
    }

    /** The same with one more line. */
    public Card line(String label, String pointer, Cell cell) {
        List<Line> more = new ArrayList<>(lines);
        more.add(new Line(label, pointer, cell));
        return new Card(more);
    }

    /** The same with one more line of text. */
    public Card line(String label, String pointer) {
        return line(label, pointer, Cell.TEXT);
    }

    @Override
    public void print(JsonNode answer, Printer printer) {
        List<Line> present = lines.stream()
                .filter(line -> {
                    JsonNode value = answer.at(line.pointer());
                    return !value.isMissingNode() && !value.isNull();
                })
                .toList();
        int width =
                present.stream().mapToInt(line -> line.label().length()).max().orElse(0);
        present.forEach(line -> printer.line(line.label()
                + " ".repeat(width - line.label().length() + 2)
                + line.cell().of(answer.at(line.pointer()))));
    }

    private record Line(String label, String pointer, Cell cell) {}
}
