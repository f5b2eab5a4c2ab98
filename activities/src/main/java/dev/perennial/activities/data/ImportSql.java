package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.spec.LabelSpec;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Outputs;
import dev.perennial.scoring.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The selections that make rows of a file rows of the log: each with its number, its id, its event time in milliseconds,
 * and why it does not fit, null if it does.
 */
final class ImportSql {
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_CATEGORY = 1024;
    private static final int LONGEST_WORD = 200;
    /* The last millisecond that a version 7 id holds whose year has four digits. */
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private final ModelSpec spec;
    private final FeatureSchema schema;
    private final Set<String> present;
    private final ImportColumns columns;
    private final ImportedAnswers answers;

    /** Of a file that has these columns, in small letters. */
    ImportSql(ModelSpec spec, FeatureSchema schema, Set<String> present, ImportColumns columns) {
        this.spec = spec;
        this.schema = schema;
        this.present = present;
        this.columns = columns;
        answers = new ImportedAnswers(spec.outputs(), columns, isThere("class"));
    }

    /** Rows of predictions, judged. */
    String predictions(String source) {
        List<String> reasons = new ArrayList<>(common());
        reasons.addAll(answers.wrong());
        for (Feature feature : schema.features()) {
            reasons.addAll(wrong(feature));
        }
        return "SELECT row_number() OVER () AS _row, " + id() + " AS _own_id, " + millis() + " AS _ms, "
                + answers.values()
                + ", " + optional("version") + " AS _made_by, " + optional("entity") + " AS _entity, "
                + latency() + " AS _latency_us"
                + schema.features().stream()
                        .map(feature -> ", " + typed(feature) + " AS " + Sql.name(feature.name()))
                        .collect(Collectors.joining())
                + ", " + first(reasons) + " AS _reason FROM " + source;
    }

    /** Rows of labels, judged. */
    String labels(String source) {
        List<String> reasons = new ArrayList<>(common());
        String text = "CAST(" + Sql.name(columns.label()) + " AS VARCHAR)";
        Outputs outputs = spec.outputs();
        String label = outputs.match(
                probability -> positiveOrNot(text),
                classes -> "NULL::DOUBLE",
                value -> "CASE WHEN isfinite(TRY_CAST(" + text + " AS DOUBLE)) THEN TRY_CAST(" + text
                        + " AS DOUBLE) END");
        String word = outputs instanceof Outputs.ClassProbabilities ? text : "NULL::VARCHAR";
        reasons.add(when(text + " IS NULL", columns.label() + " is missing"));
        reasons.add(outputs.match(
                probability -> when(
                        label + " IS NULL",
                        columns.label() + " is neither " + spec.label().yes() + ", 0 nor 1"),
                classes -> when(
                        LabelNumber.place(text, classes.labels()) + " IS NULL",
                        columns.label() + " is none of the classes " + String.join(", ", classes.labels())),
                value -> when(label + " IS NULL", columns.label() + " is no finite number")));
        reasons.add(when("length(" + text + ") > " + LONGEST_WORD, columns.label() + " is too long"));
        String revision = isThere("revision") ? "TRY_CAST(revision AS BIGINT)" : "NULL::BIGINT";
        if (isThere("revision")) {
            reasons.add(when(
                    "revision IS NOT NULL AND coalesce(" + revision + ", 0) < 1",
                    "revision is no whole number from 1 on"));
        }
        String known = isThere("labelled_at") ? "TRY_CAST(labelled_at AS TIMESTAMPTZ)" : "NULL::TIMESTAMPTZ";
        if (isThere("labelled_at")) {
            reasons.add(when(
                    "labelled_at IS NOT NULL AND " + known + " IS NULL",
                    "labelled_at is no time such as 2013-03-01T10:05:00Z"));
        }
        return "SELECT row_number() OVER () AS _row, " + id() + " AS _own_id, " + millis() + " AS _ms, " + label
                + " AS _label, " + word + " AS _class, " + revision
                + " AS _revision, " + known + " AS _labelled_at, "
                + optional("source") + " AS _source, " + first(reasons) + " AS _reason FROM " + source;
    }

    /** The id in the log, as {@code OwnIds} of the gateway makes it, of a row with its own id and time. */
    static String logId(ModelName model) {
        String hash = "sha256('own id' || chr(10) || " + Sql.text(model.value()) + " || chr(10) || _own_id || chr(10))";
        String time = "format('{:012x}', _ms)";
        return "substr(" + time + ", 1, 8) || '-' || substr(" + time + ", 9, 4) || '-8' || substr(" + hash
                + ", 1, 3) || '-8' || substr(" + hash + ", 4, 3) || '-' || substr(" + hash + ", 7, 12)";
    }

    private boolean isThere(String name) {
        return present.contains(name) && schema.indexOf(name).isEmpty();
    }

    private List<String> common() {
        return List.of(
                when(id() + " IS NULL", columns.id() + " is missing"),
                when(
                        "length(" + id() + ") NOT BETWEEN 1 AND " + LONGEST_ID,
                        columns.id() + " is not of 1 to " + LONGEST_ID + " characters"),
                when(
                        "coalesce(" + millis() + ", -1) NOT BETWEEN 0 AND " + LAST_MILLIS,
                        columns.time() + " is no time since 1970 such as 2013-03-01T10:05:00Z"));
    }

    private String id() {
        return "CAST(" + Sql.name(columns.id()) + " AS VARCHAR)";
    }

    private String millis() {
        return "epoch_ms(TRY_CAST(" + Sql.name(columns.time()) + " AS TIMESTAMPTZ))";
    }

    private String optional(String name) {
        return isThere(name) ? "left(CAST(" + Sql.name(name) + " AS VARCHAR), " + LONGEST_WORD + ")" : "NULL::VARCHAR";
    }

    private String latency() {
        return isThere("latency_ms")
                ? "CAST(coalesce(least(greatest(TRY_CAST(latency_ms AS DOUBLE), 0), 2000000) * 1000, 0) AS INTEGER)"
                : "0::INTEGER";
    }

    private String positiveOrNot(String text) {
        LabelSpec label = spec.label();
        String positive = "TRY_CAST(" + Sql.text(label.yes()) + " AS DOUBLE)";
        String number = "CASE lower(" + text + ") WHEN 'true' THEN 1.0 WHEN 'false' THEN 0.0 ELSE TRY_CAST(" + text
                + " AS DOUBLE) END";
        return "CASE WHEN " + text + " = " + Sql.text(label.yes()) + " OR coalesce((" + number + ") = " + positive
                + ", false) THEN 1.0 WHEN (" + number + ") NOT IN (0, 1) THEN NULL WHEN " + positive
                + " IS NULL THEN (" + number + ") WHEN (" + number + ") IS NULL THEN NULL ELSE 0.0 END";
    }

    private List<String> wrong(Feature feature) {
        String name = feature.name();
        if (!present.contains(name.toLowerCase(Locale.ROOT))) {
            return List.of();
        }
        String column = Sql.name(name);
        List<String> reasons = new ArrayList<>();
        if (feature.presence() == Presence.REQUIRED) {
            reasons.add(when(column + " IS NULL", name + " is missing, the model requires this feature"));
        }
        boolean number = feature.match(any -> true, category -> false);
        reasons.add(
                number
                        ? when(
                                column + " IS NOT NULL AND NOT coalesce(isfinite(TRY_CAST(" + column
                                        + " AS DOUBLE)), false)",
                                name + " is no finite number")
                        : when(
                                "length(CAST(" + column + " AS VARCHAR)) > " + LONGEST_CATEGORY,
                                name + " is longer than " + LONGEST_CATEGORY + " characters"));
        return reasons;
    }

    private String typed(Feature feature) {
        String type = feature.match(number -> "DOUBLE", category -> "VARCHAR");
        return present.contains(feature.name().toLowerCase(Locale.ROOT))
                ? "TRY_CAST(" + Sql.name(feature.name()) + " AS " + type + ")"
                : "NULL::" + type;
    }

    static String when(String condition, String reason) {
        return "WHEN " + condition + " THEN " + Sql.text(reason);
    }

    private static String first(List<String> reasons) {
        return "CASE " + String.join(" ", reasons) + " END";
    }
}
