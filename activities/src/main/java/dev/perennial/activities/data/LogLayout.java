package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the gateways' log lies in the object store: folders by model, UTC day and hour of the prediction. */
final class LogLayout {
    private static final Pattern SEGMENT =
            Pattern.compile(".*/dt=(\\d{4}-\\d{2}-\\d{2})/hour=(\\d{2})/([^/]+)-([0-9A-Za-z]+)-([0-9]+)\\.parquet");

    private LogLayout() {}

    static String predictions(ModelName model) {
        return "predictions/model=" + model + "/";
    }

    static String labels(ModelName model) {
        return "labels/model=" + model + "/";
    }

    static String joined(ModelName model) {
        return "joined/model=" + model + "/";
    }

    static String day(LocalDate day) {
        return "dt=" + day + "/";
    }

    /** The day a folder is named for; empty for a folder of another kind. */
    static Optional<LocalDate> dayOf(String folder) {
        if (!folder.startsWith("dt=")) {
            return Optional.empty();
        }
        String name = folder.endsWith("/") ? folder.substring(3, folder.length() - 1) : folder.substring(3);
        try {
            return Optional.of(LocalDate.parse(name));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** What a segment's key says of it; empty for a key of another form. */
    static Optional<Segment> segment(String key) {
        Matcher matcher = SEGMENT.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Instant hour = LocalDate.parse(matcher.group(1))
                .atTime(Integer.parseInt(matcher.group(2)), 0)
                .toInstant(ZoneOffset.UTC);
        return Optional.of(new Segment(matcher.group(3), hour));
    }

    /** A file of the log: which gateway wrote it, and the first instant of its hour. */
    record Segment(String instance, Instant hour) {}
}
