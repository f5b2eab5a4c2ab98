package dev.perennial.console.http;

import dev.perennial.registry.Actor;
import dev.perennial.registry.ModelName;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a request's path, query and headers; what is wrong in them is the caller's error. */
public final class Parameters {
    /** The header that names the person who asks. */
    public static final String ACTOR_HEADER = "X-Perennial-Actor";

    private Parameters() {}

    /** The model that the path names. */
    public static ModelName model(Context context) {
        return valid(() -> new ModelName(context.pathParam("model")));
    }

    /** Who asks. */
    public static Actor actor(Context context) {
        String name = context.header(ACTOR_HEADER);
        if (name == null || name.isBlank()) {
            throw ApiException.forbidden("Cannot " + context.method() + " " + context.path() + ": the header "
                    + ACTOR_HEADER + " is missing, expected the name of the person who asks");
        }
        String person = name.strip().startsWith("user:") ? name.strip().substring(5) : name.strip();
        if (person.isBlank() || person.startsWith("system:")) {
            throw ApiException.forbidden("Cannot " + context.method() + " " + context.path() + " as '" + person
                    + "': a person asks, the platform's parts do not");
        }
        return valid(() -> Actor.user(person));
    }

    /** A query parameter that may be absent. */
    public static Optional<String> text(Context context, String name) {
        String value = context.queryParam(name);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
    }

    /** A moment in a query parameter. */
    public static Optional<Instant> instant(Context context, String name) {
        return text(context, name).map(value -> {
            try {
                return Instant.parse(value);
            } catch (DateTimeException e) {
                throw ApiException.invalid(
                        "Invalid " + name + ": '" + value + "', expected the form 2013-06-03T00:00:00Z");
            }
        });
    }

    /** A whole number from {@code low} to {@code high}. */
    public static long number(Context context, String name, long absent, long low, long high) {
        String value = text(context, name).orElse(String.valueOf(absent));
        return number(name, value, low, high);
    }

    /** A whole number in the path. */
    public static long pathNumber(Context context, String name) {
        return number(name, context.pathParam(name), 1, Integer.MAX_VALUE);
    }

    private static long number(String name, String value, long low, long high) {
        if (value.matches("-?[0-9]{1,18}")) {
            long number = Long.parseLong(value);
            if (number >= low && number <= high) {
                return number;
            }
        }
        throw ApiException.invalid(
                "Invalid " + name + ": '" + value + "', expected a whole number from " + low + " to " + high);
    }

    /** What {@code read} makes of the caller's words; an {@link IllegalArgumentException} is the caller's error. */
    public static <T> T valid(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(String.valueOf(e.getMessage()));
        }
    }
}
