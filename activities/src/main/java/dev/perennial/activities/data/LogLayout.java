package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the gateways' log lies in the object store: folders by model, UTC day and hour of the prediction. */
final class LogLayout {
    private static final Pattern SEGMENT =
            Pattern.compile(".*/dt=(\\d{4}-\\d{2}-\\d{2})/hour=(\\d{2})/([^/]+)-([0-9A-Za-z]+)-([0-9]+)\\.parquet");
    private static final Pattern FILE = Pattern.compile(".*/dt=(\\d{4}-\\d{2}-\\d{2})/hour=(\\d{2})/[^/]+\\.parquet");
    private static final Pattern EDITION_FILE = Pattern.compile(".*/edition\\.([0-9]{6})\\.[0-9a-f]+\\.parquet");
    private static final Pattern EDITION =
            Pattern.compile(".*/dt=(\\d{4}-\\d{2}-\\d{2})/hour=(\\d{2})/([a-z-]+)-([0-9]{6})\\.json");
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern(
                    "'dt='uuuu-MM-dd'/hour='HH'/'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private LogLayout() {}

    static String folder(LogKind kind, ModelName model) {
        return kind.folder() + "/model=" + model + "/";
    }

    static String predictions(ModelName model) {
        return folder(LogKind.PREDICTIONS, model);
    }

    static String labels(ModelName model) {
        return folder(LogKind.LABELS, model);
    }

    static String joined(ModelName model) {
        return "joined/model=" + model + "/";
    }

    static String editions(ModelName model) {
        return "editions/model=" + model + "/";
    }

    static String edition(LogKind kind, ModelName model, Instant hour, int number) {
        return editions(model) + hour(hour) + kind.word() + "-" + sixDigits(number) + ".json";
    }

    /* No gateway's file has such a name: theirs have two hyphens. */
    static String editionFile(LogKind kind, ModelName model, Instant hour, int number, String identity) {
        return folder(kind, model) + hour(hour) + "edition." + sixDigits(number) + "." + identity + ".parquet";
    }

    private static String sixDigits(int number) {
        return String.format(Locale.ROOT, "%06d", number);
    }

    static String day(LocalDate day) {
        return "dt=" + day + "/";
    }

    /** The folders of an hour. */
    static String hour(Instant hour) {
        return HOUR.format(hour);
    }

    /** The key without its folders. */
    static String name(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
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

    /** The UTC day that an instant lies in. */
    static LocalDate dayOf(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** The hour that a file of rows belongs to; empty for a key of another form. */
    static Optional<Instant> hourOf(String key) {
        Matcher matcher = FILE.matcher(key);
        return matcher.matches() ? Optional.of(hourOf(matcher)) : Optional.empty();
    }

    /** The number of the edition that made the file; 0 for a file that none made. */
    static int editionOf(String key) {
        Matcher matcher = EDITION_FILE.matcher(key);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** What an edition's key says of it; empty for a key of another form. */
    static Optional<EditionName> edition(String key) {
        Matcher matcher = EDITION.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return LogKind.ofWord(matcher.group(3))
                .map(kind -> new EditionName(kind, hourOf(matcher), Integer.parseInt(matcher.group(4)), key));
    }

    /** What a gateway's segment's key says of it; empty for a key of another form. */
    static Optional<Segment> segment(String key) {
        Matcher matcher = SEGMENT.matcher(key);
        return matcher.matches() ? Optional.of(new Segment(matcher.group(3), hourOf(matcher))) : Optional.empty();
    }

    private static Instant hourOf(Matcher matcher) {
        return LocalDate.parse(matcher.group(1))
                .atTime(Integer.parseInt(matcher.group(2)), 0)
                .toInstant(ZoneOffset.UTC);
    }

    /** A file of the log: which gateway wrote it, and the first instant of its hour. */
    record Segment(String instance, Instant hour) {}

    /** An edition by its key. */
    record EditionName(LogKind kind, Instant hour, int number, String key) {}
}
