package dev.perennial.console.html;

import java.util.Arrays;
import java.util.Collection;

/**
 * A piece of HTML or SVG that is safe to show: whatever text it holds was escaped on its way in, and there is no other way
 * in. Characters that would act on the reader's page instead of being read (controls, direction overrides, zero-width
 * ones) are shown by their code, so that a name cannot pass for another.
 */
public final class Markup {
    /** Nothing. */
    public static final Markup EMPTY = new Markup("");

    private final String html;

    private Markup(String html) {
        this.html = html;
    }

    /** Text of this program. */
    public static Markup text(String text) {
        return new Markup(escaped(text));
    }

    /** A name or sentence from elsewhere, whose writing direction ends where it does. */
    public static Markup name(String name) {
        return name.isEmpty() ? EMPTY : new Markup("<bdi>" + escaped(name) + "</bdi>");
    }

    /** One after the other. */
    public static Markup all(Markup... parts) {
        return all(Arrays.asList(parts));
    }

    /** One after the other. */
    public static Markup all(Collection<Markup> parts) {
        StringBuilder joined = new StringBuilder();
        parts.forEach(part -> joined.append(part.html));
        return new Markup(joined.toString());
    }

    /** An element with content; {@code style} is the only one whose content is not escaped, see {@link Page}. */
    static Markup element(String opening, String name, Markup content) {
        return new Markup("<" + opening + ">" + content.html + "</" + name + ">");
    }

    static Markup leaf(String opening) {
        return new Markup("<" + opening + ">");
    }

    /* Only for a resource of this program that holds no closing tag. */
    static Markup style(String sheet) {
        if (sheet.contains("<")) {
            throw new IllegalArgumentException("Invalid style sheet: it holds '<', expected none");
        }
        return new Markup("<style>" + sheet + "</style>");
    }

    /** Whether there is nothing to see. */
    public boolean isEmpty() {
        return html.isEmpty();
    }

    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\n', '\t' -> safe.append(' ');
                default -> {
                    if (acts(point)) {
                        safe.append(String.format("[U+%04X]", point));
                    } else {
                        safe.appendCodePoint(point);
                    }
                }
            }
        });
        return safe.toString();
    }

    private static boolean acts(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** The markup itself. */
    @Override
    public String toString() {
        return html;
    }
}
