package dev.perennial.console.html;

import java.util.Collection;
import java.util.regex.Pattern;

/** An element before its content: a name of this program, with attributes whose values are escaped. Not changeable. */
public final class Tag {
    private static final Pattern WORD = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");

    private final String name;
    private final String opening;

    private Tag(String name, String opening) {
        this.name = name;
        this.opening = opening;
    }

    /** An element without attributes. */
    public static Tag of(String name) {
        return new Tag(word(name), name);
    }

    /** An element with a class. */
    public static Tag of(String name, String style) {
        return of(name).with("class", style);
    }

    /** The same with one more attribute. Handlers and addresses cannot be given: a page has neither. */
    public Tag with(String attribute, String value) {
        if (attribute.startsWith("on") || attribute.equals("href") || attribute.equals("style")) {
            throw new IllegalArgumentException("Invalid attribute: " + attribute + " could act");
        }
        return new Tag(name, opening + " " + word(attribute) + "=\"" + Markup.escaped(value) + "\"");
    }

    /** The same with one more attribute that is a length or a place in a drawing. */
    public Tag with(String attribute, double value) {
        double rounded = Math.rint(value * 100) / 100;
        return with(
                attribute, rounded == Math.rint(rounded) ? String.valueOf((long) rounded) : String.valueOf(rounded));
    }

    /** The element around its content. */
    public Markup holding(Markup... content) {
        return Markup.element(opening, name, Markup.all(content));
    }

    /** The element around its content. */
    public Markup holding(Collection<Markup> content) {
        return Markup.element(opening, name, Markup.all(content));
    }

    /** The element around words of this program. */
    public Markup holding(String text) {
        return Markup.element(opening, name, Markup.text(text));
    }

    /** An element of HTML that never has content. */
    public Markup alone() {
        return Markup.leaf(opening);
    }

    private static String word(String word) {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException("Invalid name in markup: '" + word + "'");
        }
        return word;
    }
}
