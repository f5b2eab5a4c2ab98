package dev.perennial.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A request's JSON object. A field that the route does not know is refused by name: a misspelt one would be ignored. */
public final class Body {
    private static final int LONGEST_TEXT = 4_000;

    private final JsonNode fields;

    private Body(JsonNode fields) {
        this.fields = fields;
    }

    /** Reads the body, which may be empty; only these fields may occur. */
    public static Body of(Context context, String... allowed) {
        byte[] bytes = context.bodyAsBytes();
        JsonNode node = Json.request(bytes.length == 0 ? new byte[] {'{', '}'} : bytes);
        if (!node.isObject()) {
            throw ApiException.invalid("Invalid body: expected a JSON object with the fields " + List.of(allowed));
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!List.of(allowed).contains(name)) {
                throw ApiException.invalid(
                        "Invalid body: unknown field '" + name + "', expected only " + List.of(allowed));
            }
        }
        return new Body(node);
    }

    /** A text that may be absent; at most 4000 characters. */
    public Optional<String> optional(String name) {
        JsonNode value = fields.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw ApiException.invalid("Invalid body: '" + name + "' is a "
                    + value.getNodeType().name().toLowerCase(java.util.Locale.ROOT) + ", expected text");
        }
        if (value.textValue().length() > LONGEST_TEXT) {
            throw ApiException.invalid("Invalid body: '" + name + "' has "
                    + value.textValue().length() + " characters, expected at most " + LONGEST_TEXT);
        }
        return value.textValue().isBlank() ? Optional.empty() : Optional.of(value.textValue());
    }

    /** A text that must be there. */
    public String required(String name, String meaning) {
        return optional(name)
                .orElseThrow(
                        () -> ApiException.invalid("Invalid body: '" + name + "' is missing, expected " + meaning));
    }

    /** The idempotency key: the caller's, or a new one. */
    public String commandId() {
        String id = optional("commandId").orElseGet(() -> UUID.randomUUID().toString());
        if (!id.matches("[A-Za-z0-9._:-]{1,100}")) {
            throw ApiException.invalid(
                    "Invalid body: 'commandId' is not 1 to 100 letters, digits and '.', '_', ':', '-'");
        }
        return id;
    }

    /** A digest that may be absent. */
    public Optional<Digest> digest(String name) {
        return optional(name).map(text -> Parameters.valid(() -> new Digest(text)));
    }

    /** A window that may be absent. */
    public Optional<TimeWindow> window(String name) {
        return optional(name).map(text -> Parameters.valid(() -> TimeWindow.parse(text)));
    }

    /** An instant that may be absent. */
    public Optional<Instant> instant(String name) {
        return optional(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw ApiException.invalid(
                        "Invalid body: '" + name + "' is '" + text + "', expected the form 2013-06-03T00:00:00Z");
            }
        });
    }
}
