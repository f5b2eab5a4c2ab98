package dev.perennial.registry.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The shipped JSON Schema applied to a file, with its findings in words. The schema says in {@code x-expected} what would be
 * right, and lists in {@code x-later} the words of the interface that this version refuses. Safe for use by several threads.
 */
final class SchemaCheck {
    /** The schema's resource, beside this class. */
    static final String RESOURCE = "model.schema.json";

    private static final String EXPECTED = "x-expected";
    private static final String LATER = "x-later";

    private final JsonNode schemaTree;
    private final Schema schema;

    SchemaCheck() {
        try (InputStream in = SchemaCheck.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("Cannot find the resource " + RESOURCE + " on the class path");
            }
            this.schemaTree = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the resource " + RESOURCE, e);
        }
        Dialect dialect = Dialect.builder(Dialects.getDraft202012())
                .keyword(new NonValidationKeyword(EXPECTED))
                .keyword(new NonValidationKeyword(LATER))
                .build();
        this.schema = SchemaRegistry.withDefaultDialect(dialect).getSchema(schemaTree);
        schema.initializeValidators();
    }

    List<SpecProblem> problems(YamlTree file) {
        List<SpecProblem> problems = new ArrayList<>();
        Set<String> reported = new HashSet<>();
        for (Error error : schema.validate(file.root())) {
            String pointer = error.getInstanceLocation().toString();
            JsonNode rule =
                    schemaTree.at(parent(error.getSchemaLocation().getFragment().toString()));
            String property = error.getProperty();
            switch (error.getKeyword()) {
                case "required" -> problems.add(missing(file, error, rule, pointer, String.valueOf(property)));
                case "additionalProperties" ->
                    problems.add(unknown(file, error, rule, pointer, String.valueOf(property)));
                case "propertyNames" -> problems.addAll(misnamed(file, error, rule, pointer));
                default -> {
                    // A value of the wrong type fails other keywords of the same rule as well; once is enough.
                    if (reported.add(pointer)) {
                        problems.add(invalid(file, error, rule, pointer));
                    }
                }
            }
        }
        return problems;
    }

    private SpecProblem missing(YamlTree file, Error error, JsonNode rule, String pointer, String property) {
        JsonNode wanted = resolved(rule.path("properties").path(property));
        return at(
                file.keyOf(pointer),
                "Missing field " + SpecPath.of(names(error), property) + ": expected "
                        + wanted.path(EXPECTED).asText("a value"));
    }

    private static SpecProblem unknown(YamlTree file, Error error, JsonNode rule, String pointer, String property) {
        String path = SpecPath.of(names(error), property);
        YamlTree.Place place = file.keyOf(YamlTree.child(pointer, property));
        if (texts(rule.path(LATER)).contains(property)) {
            return at(place, "Field " + path + " is not supported by this version");
        }
        List<String> known = new ArrayList<>();
        rule.path("properties").fieldNames().forEachRemaining(known::add);
        return at(
                place,
                "Unknown field " + path + ": expected "
                        + (known.isEmpty() ? rule.path(EXPECTED).asText() : SpecPath.alternatives(known))
                        + didYouMean(property, known));
    }

    private static List<SpecProblem> misnamed(YamlTree file, Error error, JsonNode rule, String pointer) {
        JsonNode wanted = rule.path("propertyNames");
        List<SpecProblem> problems = new ArrayList<>();
        file.root().at(pointer).fieldNames().forEachRemaining(name -> {
            if (!name.matches(wanted.path("pattern").asText())) {
                problems.add(at(
                        file.keyOf(YamlTree.child(pointer, name)),
                        "Invalid " + SpecPath.of(names(error)) + ": '" + name + "', expected "
                                + wanted.path(EXPECTED).asText()));
            }
        });
        return problems;
    }

    private static SpecProblem invalid(YamlTree file, Error error, JsonNode rule, String pointer) {
        JsonNode value = file.root().at(pointer);
        String path = SpecPath.of(names(error));
        YamlTree.Place place = file.placeOf(pointer);
        String expected = rule.path(EXPECTED).asText("a valid value");
        if (value.isTextual() && texts(rule.path(LATER)).contains(value.asText())) {
            return at(
                    place,
                    "Invalid " + path + ": '" + value.asText() + "' is not supported by this version, expected "
                            + expected);
        }
        List<String> words = texts(rule.path("enum"));
        return at(
                place,
                "Invalid " + path + ": " + SpecPath.shown(value) + ", expected " + expected
                        + (value.isTextual() && words.size() > 1 ? didYouMean(value.asText(), words) : ""));
    }

    private static String didYouMean(String written, List<String> words) {
        Optional<String> nearest = NearestWord.of(written, words);
        return nearest.map(word -> "; did you mean " + word + "?").orElse("");
    }

    private JsonNode resolved(JsonNode rule) {
        return rule.has("$ref") ? schemaTree.at(rule.path("$ref").asText().substring(1)) : rule;
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static String parent(String pointer) {
        return pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
    }

    private static List<Object> names(Error error) {
        NodePath path = error.getInstanceLocation();
        List<Object> names = new ArrayList<>();
        for (int index = 0; index < path.getNameCount(); index++) {
            names.add(path.getElement(index));
        }
        return names;
    }

    private static SpecProblem at(YamlTree.Place place, String message) {
        return new SpecProblem(place.line(), place.column(), message);
    }
}
