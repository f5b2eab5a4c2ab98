package dev.perennial.cli.print;

import com.fasterxml.jackson.databind.JsonNode;

/** A document of any shape as indented lines: a field and its value on each. */
public final class Outline implements View {
    private static final String INDENT = "  ";

    private final String pointer;

    private Outline(String pointer) {
        this.pointer = pointer;
    }

    /** What is at this place of the answer. */
    public static Outline of(String pointer) {
        return new Outline(pointer);
    }

    @Override
    public void print(JsonNode answer, Printer printer) {
        print(answer.at(pointer), INDENT, printer);
    }

    private static void print(JsonNode node, String indent, Printer printer) {
        if (node.isObject()) {
            int width = width(node);
            node.properties().forEach(field -> {
                String name = Printer.printable(field.getKey());
                if (isShort(field.getValue())) {
                    printer.line(indent
                            + name
                            + " ".repeat(Math.max(0, width - name.length()) + 2)
                            + Cell.TEXT.of(field.getValue()));
                } else {
                    printer.line(indent + name);
                    print(field.getValue(), indent + INDENT, printer);
                }
            });
        } else if (node.isArray()) {
            node.forEach(element -> {
                if (isShort(element)) {
                    printer.line(indent + "- " + Cell.TEXT.of(element));
                } else {
                    printer.line(indent + "-");
                    print(element, indent + INDENT, printer);
                }
            });
        } else {
            printer.line(indent + Cell.TEXT.of(node));
        }
    }

    private static int width(JsonNode object) {
        int width = 0;
        for (var names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (isShort(object.get(name))) {
                width = Math.max(width, name.length());
            }
        }
        return width;
    }

    private static boolean isShort(JsonNode node) {
        return node.isValueNode() || node.isEmpty();
    }
}
