package dev.perennial.registry.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML file as a JSON tree that knows where in the file each key and value is. Scalars are read as YAML 1.2's JSON schema
 * does: only {@code true}, {@code false}, {@code null} and decimal numbers are anything but text, so that the key
 * {@code on} is no boolean and {@code 12:30} no number.
 */
final class YamlTree {
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?([eE][-+]?[0-9]{1,2})?");
    private static final int DEEPEST = 40;

    /** A place in the file, from 1. */
    record Place(int line, int column) {}

    private final Map<String, Place> keys = new HashMap<>();
    private final Map<String, Place> values = new HashMap<>();
    private final List<SpecProblem> problems = new ArrayList<>();
    private final Set<Node> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    private final JsonNode root;

    private YamlTree(Node document) {
        this.root = convert(document, "");
    }

    /** Parses the text; a file that is not YAML at all is an {@link InvalidSpecException}. */
    static YamlTree parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(true);
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(1 << 20);
        try {
            Node document = new Yaml(options).compose(new StringReader(text));
            if (document == null) {
                throw new InvalidSpecException(List.of(
                        new SpecProblem(1, 1, "The file is empty: expected apiVersion, kind, metadata and spec")));
            }
            return new YamlTree(document);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            String problem = String.valueOf(e.getProblem());
            String told = problem.startsWith("but ") ? e.getContext() + ", " + problem : problem;
            throw new InvalidSpecException(List.of(new SpecProblem(
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "Invalid YAML: " + told)));
        } catch (YAMLException e) {
            throw new InvalidSpecException(List.of(new SpecProblem(1, 1, "Invalid YAML: " + e.getMessage())));
        }
    }

    JsonNode root() {
        return root;
    }

    /** What is wrong with the file as YAML: repeated keys, aliases, tags. */
    List<SpecProblem> problems() {
        return List.copyOf(problems);
    }

    /** Where the value at this JSON pointer begins. */
    Place placeOf(String pointer) {
        return values.getOrDefault(pointer, new Place(1, 1));
    }

    /** Where the key of the value at this JSON pointer is; the value itself if it has no key. */
    Place keyOf(String pointer) {
        return keys.getOrDefault(pointer, placeOf(pointer));
    }

    /** The pointer to a member. */
    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    private JsonNode convert(Node node, String pointer) {
        Place place = place(node);
        values.put(pointer, place);
        if (!visited.add(node)) {
            report(place, "Anchors and aliases are not supported: expected the value itself");
            return JsonNodeFactory.instance.nullNode();
        }
        if (!node.getTag().getValue().startsWith("tag:yaml.org,2002:")) {
            report(place, "Tags are not supported: " + node.getTag().getValue() + ", expected a plain value");
        }
        if (node instanceof MappingNode mapping) {
            return convertMapping(mapping, pointer);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(convert(item, pointer + "/" + array.size()));
            }
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private JsonNode convertMapping(MappingNode mapping, String pointer) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                report(place(tuple.getKeyNode()), "Invalid key: expected a word");
                continue;
            }
            String name = key.getValue();
            String member = child(pointer, name);
            if (object.has(name)) {
                report(
                        place(key),
                        "Repeated field " + name + ": it stands in line "
                                + keyOf(member).line() + " already");
                continue;
            }
            keys.put(member, place(key));
            object.set(name, convert(tuple.getValueNode(), member));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (node.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
            return factory.textNode(text);
        }
        return switch (text) {
            case "true" -> factory.booleanNode(true);
            case "false" -> factory.booleanNode(false);
            case "", "~", "null" -> factory.nullNode();
            default ->
                NUMBER.matcher(text).matches() ? factory.numberNode(new BigDecimal(text)) : factory.textNode(text);
        };
    }

    private static Place place(Node node) {
        Mark mark = node.getStartMark();
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private void report(Place place, String message) {
        problems.add(new SpecProblem(place.line(), place.column(), message));
    }
}
