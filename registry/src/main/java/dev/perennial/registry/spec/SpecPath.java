package dev.perennial.registry.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** How places and values of a model file are written in messages: {@code spec.features[0].type}. */
final class SpecPath {
    private SpecPath() {}

    /** The path of these names, in which a number is an index. */
    static String of(List<Object> names, String... more) {
        StringBuilder path = new StringBuilder();
        for (Object name : names) {
            if (name instanceof Number) {
                path.append('[').append(name).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append(name);
            }
        }
        for (String name : more) {
            path.append(path.length() == 0 ? "" : ".").append(name);
        }
        return path.length() == 0 ? "file" : path.toString();
    }

    /** The value as it is shown in a message. */
    static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "'" + value.asText() + "'";
            case NULL, MISSING -> "nothing";
            case OBJECT -> value.isEmpty() ? "an empty mapping" : "a mapping";
            case ARRAY -> value.isEmpty() ? "an empty list" : "a list of " + value.size();
            default -> value.asText();
        };
    }

    /** {@code a}, {@code a or b}, {@code a, b or c}. */
    static String alternatives(List<String> words) {
        int last = words.size() - 1;
        return last < 1 ? String.join("", words) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
