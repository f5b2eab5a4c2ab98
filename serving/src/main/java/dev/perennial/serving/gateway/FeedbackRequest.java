package dev.perennial.serving.gateway;

import static dev.perennial.serving.gateway.RejectedRequestException.invalid;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a feedback request says: one label, {@code {"prediction_id": …, "label": 1}}, or many under {@code labels}. A
 * document that is not of this form is refused as a whole; an item that makes no sense is kept with its reason.
 */
record FeedbackRequest(List<Item> items) {
    private static final int LONGEST_TEXT = 200;

    FeedbackRequest {
        items = List.copyOf(items);
    }

    static FeedbackRequest read(JsonFactory json, byte[] body) {
        if (body.length == 0) {
            throw invalid("Invalid feedback: the body is empty, expected a JSON object with labels");
        }
        try (JsonParser in = json.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("Invalid feedback: expected a JSON object with labels");
            }
            List<Item> items = new ArrayList<>();
            Draft single = new Draft();
            String source = null;
            boolean many = false;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                if (field.equals("labels")) {
                    many = true;
                    labels(in, items);
                } else if (field.equals("source")) {
                    source = text(in);
                } else {
                    single.read(field, in);
                }
            }
            if (in.nextToken() != null) {
                throw invalid("Invalid feedback: something follows the JSON object");
            }
            if (!many) {
                items.add(single.item());
            }
            String from = source;
            return new FeedbackRequest(
                    from == null
                            ? items
                            : items.stream().map(item -> item.from(from)).toList());
        } catch (JsonProcessingException e) {
            throw InferRequestReader.invalidJson(e);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read from memory", e);
        }
    }

    private static void labels(JsonParser in, List<Item> items) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw invalid("Invalid labels: expected an array");
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw invalid("Invalid labels: expected objects with prediction_id and label");
            }
            Draft draft = new Draft();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                draft.read(field, in);
            }
            items.add(draft.item());
        }
    }

    private static @Nullable String text(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING && in.getTextLength() <= LONGEST_TEXT) {
            return in.getText();
        }
        in.skipChildren();
        return null;
    }

    /**
     * One label as sent.
     *
     * @param problem why it cannot be taken; null if nothing is wrong with its form
     */
    record Item(
            String id,
            double label,
            @Nullable Instant labelledAt,
            @Nullable String source,
            @Nullable String problem) {
        Item from(String otherSource) {
            return new Item(id, label, labelledAt, source == null ? otherSource : source, problem);
        }
    }

    private static final class Draft {
        private String id = "";
        private double label = Double.NaN;
        private @Nullable Instant labelledAt;
        private @Nullable String source;
        private @Nullable String problem;

        void read(String field, JsonParser in) throws IOException {
            switch (field) {
                case "prediction_id" -> {
                    String text = text(in);
                    id = text == null ? "" : text;
                }
                case "label" -> label = label(in);
                case "labelled_at" -> labelledAt = labelledAt(in);
                case "source" -> source = text(in);
                default -> in.skipChildren();
            }
        }

        private static double label(JsonParser in) throws IOException {
            double value = switch (in.currentToken()) {
                case VALUE_TRUE -> 1;
                case VALUE_FALSE -> 0;
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getDoubleValue();
                case VALUE_STRING -> TensorType.matches(in, "1") ? 1 : TensorType.matches(in, "0") ? 0 : -1;
                default -> {
                    in.skipChildren();
                    yield -1;
                }
            };
            return value == 0 || value == 1 ? Math.abs(value) : -1;
        }

        private @Nullable Instant labelledAt(JsonParser in) throws IOException {
            if (in.currentToken() == JsonToken.VALUE_NULL) {
                return null;
            }
            try {
                return Instant.parse(String.valueOf(text(in)));
            } catch (DateTimeException e) {
                problem = "labelled_at is no time with its zone, such as 2013-03-01T14:00:00Z";
                return null;
            }
        }

        Item item() {
            if (id.isEmpty()) {
                problem = "prediction_id is missing";
            } else if (Double.isNaN(label)) {
                problem = "label is missing";
            } else if (label < 0) {
                problem = "label is neither 0 nor 1";
            }
            return new Item(id, label, labelledAt, source, problem);
        }
    }
}
