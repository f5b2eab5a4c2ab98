package dev.perennial.serving.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Presence;
import dev.perennial.serving.ids.OwnIds;
import dev.perennial.serving.ids.PredictionIds;
import dev.perennial.serving.log.ClassAnswer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An observation while it is read; used again for the next. What does not fit the model's declaration is named as in an
 * inference request, by column and never by value; of several problems the first.
 */
final class ObservationDraft {
    private static final int LONGEST_CATEGORY = 1024;
    private static final int LONGEST_ENTITY = 256;
    private static final int LONGEST_ECHO = 64;
    private static final int UNKNOWN_LATENCY = 0;
    private static final double MOST_LATENCY_MILLIS = 2_000_000;

    private final FeatureSchema schema;
    private final ModelSpec spec;
    private final FeatureRow row;
    private final boolean[] given;
    private String ownId = "";
    private @Nullable Instant eventTime;
    private final ObservedClasses classes;
    private double score;
    private @Nullable String madeBy;
    private @Nullable String entity;
    private double latencyMillis;
    private @Nullable String problem;

    ObservationDraft(FeatureSchema schema, ModelSpec spec) {
        this.schema = schema;
        this.spec = spec;
        row = new FeatureRow(schema);
        given = new boolean[schema.size()];
        classes = new ObservedClasses(spec.label().classes());
    }

    /** Reads from the object's opening brace to its closing one. */
    void read(JsonParser in) throws IOException {
        clear();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "id" -> ownId = word(in, field, OwnIds.LONGEST);
                case "event_time" -> eventTime = instant(in);
                case "score" -> score = number(in, field);
                case "class", "probabilities" -> classes(in, field);
                case "version" -> madeBy = optional(in, field, FeedbackItem.LONGEST_TEXT);
                case "entity" -> entity = optional(in, field, LONGEST_ENTITY);
                case "latency_ms" -> latencyMillis = number(in, field);
                case "features" -> features(in);
                default -> in.skipChildren();
            }
        }
        complete();
    }

    private void clear() {
        ownId = "";
        eventTime = null;
        score = Double.NaN;
        classes.clear();
        madeBy = null;
        entity = null;
        latencyMillis = UNKNOWN_LATENCY;
        problem = null;
        Arrays.fill(given, false);
        for (int column = 0; column < schema.size(); column++) {
            if (schema.holdsNumbers(column)) {
                row.setNumber(column, Double.NaN);
            } else {
                row.setCategory(column, null);
            }
        }
    }

    private void classes(JsonParser in, String field) throws IOException {
        if (!classes.areDeclared()) {
            in.skipChildren();
        } else if (field.equals("class")) {
            classes.readClass(in);
        } else {
            classes.readProbabilities(in);
        }
    }

    private void refuse(String reason) {
        problem = problem == null ? reason : problem;
    }

    private String word(JsonParser in, String field, int most) throws IOException {
        String text = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
        in.skipChildren();
        if (text.isEmpty() || text.length() > most) {
            refuse("Invalid " + field + ": expected a string of 1 to " + most + " characters");
            return "";
        }
        return text;
    }

    private @Nullable String optional(JsonParser in, String field, int most) throws IOException {
        return in.currentToken() == JsonToken.VALUE_NULL ? null : word(in, field, most);
    }

    private double number(JsonParser in, String field) throws IOException {
        JsonToken token = in.currentToken();
        double value = token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT
                ? in.getDoubleValue()
                : Double.NaN;
        in.skipChildren();
        if (!Double.isFinite(value)) {
            refuse("Invalid " + field + ": expected a finite number");
        }
        return value;
    }

    private @Nullable Instant instant(JsonParser in) throws IOException {
        Instant read = null;
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            try {
                read = Instant.parse(in.getText());
            } catch (DateTimeException e) {
                refuse("Invalid event_time: expected a time since 1970 with its zone, such as 2013-03-01T10:05:00Z");
            }
        }
        in.skipChildren();
        return read;
    }

    private void features(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            refuse("Invalid features: expected an object with a value for each feature");
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            OptionalInt column = schema.indexOf(name);
            if (column.isEmpty()) {
                refuse("Unknown input " + name.substring(0, Math.min(name.length(), LONGEST_ECHO))
                        + ": expected one of "
                        + schema.features().stream()
                                .map(feature -> feature.name())
                                .toList());
                in.skipChildren();
            } else {
                feature(in, column.getAsInt(), name);
            }
        }
    }

    private void feature(JsonParser in, int column, String name) throws IOException {
        JsonToken token = in.currentToken();
        if (given[column]) {
            refuse("Invalid input " + name + ": it is given twice");
        }
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        given[column] = true;
        if (schema.holdsNumbers(column)) {
            boolean truth = token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
            boolean number = token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT;
            double value = number ? in.getDoubleValue() : token == JsonToken.VALUE_TRUE ? 1 : 0;
            if ((truth || number) && Double.isFinite(value)) {
                row.setNumber(column, value);
                return;
            }
            refuse("Invalid data of input " + name + ": expected a finite number");
        } else if (token == JsonToken.VALUE_STRING && in.getTextLength() <= LONGEST_CATEGORY) {
            row.setCategory(column, in.getText());
            return;
        } else {
            refuse("Invalid data of input " + name + ": expected a string of at most " + LONGEST_CATEGORY
                    + " characters");
        }
        in.skipChildren();
    }

    private void complete() {
        if (ownId.isEmpty()) {
            refuse("Missing id: expected what the server that made the prediction calls it");
        }
        Instant time = eventTime;
        if (time == null) {
            refuse("Missing event_time: expected when the predicted thing happens");
        } else if (!PredictionIds.representable(time)) {
            refuse("Invalid event_time: expected a time since 1970 with its zone, such as 2013-03-01T10:05:00Z");
        }
        answer();
        if (!(latencyMillis >= 0 && latencyMillis <= MOST_LATENCY_MILLIS)) {
            refuse("Invalid latency_ms: expected milliseconds from 0 on");
        }
        for (int column = 0; column < given.length; column++) {
            if (!given[column] && schema.feature(column).presence() == Presence.REQUIRED) {
                refuse("Missing input " + schema.feature(column).name() + ": the model requires this feature");
            }
        }
    }

    private void answer() {
        if (classes.areDeclared()) {
            if (!Double.isNaN(score)) {
                refuse("Invalid score: expected probabilities, the model answers with classes");
            }
            String wrong = classes.problem();
            if (wrong != null) {
                refuse(wrong);
            }
        } else if (Double.isNaN(score)) {
            refuse("Missing score: expected what was answered");
        } else if (!spec.outputs().allow(score)) {
            refuse("Invalid score: expected a probability from 0 to 1");
        }
    }

    /** Why it cannot be taken; null if nothing is wrong with it. */
    @Nullable
    String problem() {
        return problem;
    }

    String ownId() {
        return ownId;
    }

    long eventMillis() {
        Instant time = eventTime;
        if (time == null) {
            throw new IllegalStateException("Cannot tell the event time: the observation has none");
        }
        return time.toEpochMilli();
    }

    double score() {
        return classes.areDeclared() ? classes.answer().score() : score;
    }

    /** What was said of each class; null where the model answers with one number. */
    @Nullable
    ClassAnswer classAnswer() {
        return classes.areDeclared() ? classes.answer() : null;
    }

    @Nullable
    String madeBy() {
        return madeBy;
    }

    @Nullable
    String entity() {
        return entity;
    }

    int latencyMicros() {
        return (int) Math.round(latencyMillis * 1000);
    }

    FeatureRow row() {
        return row;
    }
}
