package dev.perennial.workflows.monitor;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The JSON Schema of a document that is written from records: every record, sealed interface and enum that it may hold is a
 * definition, and the components' Javadoc is their description. A component that is an {@link Optional} may be null or
 * absent; all others are required.
 */
final class DocumentSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TreeMap<String, ObjectNode> definitions = new TreeMap<>();
    private final RecordDescriptions descriptions = new RecordDescriptions();

    private DocumentSchema() {}

    /** The schema of {@code document}, published under {@code id}. */
    static ObjectNode of(Class<?> document, String id, String title) {
        DocumentSchema schema = new DocumentSchema();
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$id", id);
        root.put("title", title);
        root.setAll(schema.reference(document));
        ObjectNode defs = root.putObject("$defs");
        schema.definitions.forEach(defs::set);
        return root;
    }

    private ObjectNode of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Type[] arguments = generic.getActualTypeArguments();
            if (raw == Optional.class) {
                return optional(of(arguments[0]));
            }
            if (Collection.class.isAssignableFrom(raw)) {
                ObjectNode array = typed("array");
                array.set("items", of(arguments[0]));
                return array;
            }
            if (Map.class.isAssignableFrom(raw)) {
                ObjectNode object = typed("object");
                object.set("additionalProperties", of(arguments[1]));
                return object;
            }
            throw new IllegalArgumentException("Invalid type of a document: " + type);
        }
        return ofClass((Class<?>) type);
    }

    private ObjectNode ofClass(Class<?> type) {
        if (type == OptionalDouble.class) {
            return optional(typed("number"));
        }
        if (type == OptionalInt.class || type == OptionalLong.class) {
            return optional(typed("integer"));
        }
        if (type == double.class || type == Double.class) {
            return typed("number");
        }
        if (type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class
                || type == BigInteger.class) {
            return typed("integer");
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed("boolean");
        }
        if (type == String.class) {
            return typed("string");
        }
        if (type == Instant.class) {
            return typed("string").put("format", "date-time");
        }
        if (type == Duration.class) {
            return typed("string").put("format", "duration");
        }
        if (type.isArray()) {
            ObjectNode array = typed("array");
            array.set("items", of(type.getComponentType()));
            return array;
        }
        return reference(type);
    }

    private ObjectNode reference(Class<?> type) {
        String name = name(type);
        if (!definitions.containsKey(name)) {
            definitions.put(name, JSON.createObjectNode());
            definitions.put(name, definition(type));
        }
        return JSON.createObjectNode().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode definition(Class<?> type) {
        ObjectNode definition = JSON.createObjectNode();
        String described = descriptions.of(type).type();
        if (!described.isEmpty()) {
            definition.put("description", described);
        }
        Optional<Type> value = writtenAs(type);
        if (value.isPresent() && !type.isEnum()) {
            return (ObjectNode) definition.setAll(of(value.get()));
        }
        if (type.isEnum()) {
            definition.put("type", "string");
            ArrayNode words = definition.putArray("enum");
            Arrays.stream(type.getEnumConstants()).forEach(constant -> words.add(word((Enum<?>) constant)));
            return definition;
        }
        if (type.isSealed()) {
            JsonTypeInfo info = type.getAnnotation(JsonTypeInfo.class);
            JsonSubTypes kinds = type.getAnnotation(JsonSubTypes.class);
            if (info == null || kinds == null) {
                throw new IllegalArgumentException("Invalid type of a document: " + type + " does not name its kinds");
            }
            ArrayNode any = definition.putArray("oneOf");
            for (JsonSubTypes.Type kind : kinds.value()) {
                any.add(reference(kind.value()));
            }
            return definition;
        }
        if (type.isRecord()) {
            return record(type, definition);
        }
        throw new IllegalArgumentException("Invalid type of a document: " + type);
    }

    private ObjectNode record(Class<?> type, ObjectNode definition) {
        definition.put("type", "object");
        ObjectNode properties = definition.putObject("properties");
        ArrayNode required = definition.putArray("required");
        for (Class<?> parent : families(type).toList()) {
            JsonTypeInfo info = parent.getAnnotation(JsonTypeInfo.class);
            JsonSubTypes kinds = parent.getAnnotation(JsonSubTypes.class);
            if (info != null && kinds != null) {
                required.add(info.property());
                Arrays.stream(kinds.value())
                        .filter(kind -> kind.value() == type)
                        .forEach(kind -> properties.putObject(info.property()).put("const", kind.name()));
            }
        }
        for (RecordComponent component : type.getRecordComponents()) {
            ObjectNode property = of(component.getGenericType());
            String described = descriptions.of(type).components().getOrDefault(component.getName(), "");
            if (!described.isEmpty()) {
                property.put("description", described);
            }
            properties.set(component.getName(), property);
            if (!component.getType().getSimpleName().startsWith("Optional")) {
                required.add(component.getName());
            }
        }
        return definition;
    }

    /* The interfaces of a type and those that they extend: a family may be sealed in groups. */
    private static Stream<Class<?>> families(Class<?> type) {
        return Arrays.stream(type.getInterfaces())
                .flatMap(parent -> Stream.concat(Stream.of(parent), families(parent)))
                .distinct();
    }

    private static Optional<Type> writtenAs(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(JsonValue.class)) {
                return Optional.of(method.getGenericReturnType());
            }
        }
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .filter(component -> component.getAccessor().isAnnotationPresent(JsonValue.class))
                        .map(RecordComponent::getGenericType)
                        .findFirst()
                : Optional.empty();
    }

    private static String word(Enum<?> constant) {
        try {
            for (Method method : constant.getDeclaringClass().getDeclaredMethods()) {
                if (method.isAnnotationPresent(JsonValue.class)) {
                    return String.valueOf(method.invoke(constant));
                }
            }
            JsonProperty named =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return named == null ? constant.name() : named.value();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read the word of " + constant, e);
        }
    }

    private static ObjectNode optional(ObjectNode present) {
        if (present.has("type")) {
            String type = present.path("type").asText();
            present.putArray("type").add(type).add("null");
            return present;
        }
        ObjectNode either = JSON.createObjectNode();
        either.putArray("anyOf").add(present).add(typed("null"));
        return either;
    }

    private static ObjectNode typed(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    /** {@code ObjectiveOutcome.Kept}: the simple name, after those of the types around it. */
    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
    }
}
