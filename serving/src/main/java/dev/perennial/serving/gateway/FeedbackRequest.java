package dev.perennial.serving.gateway;

import static dev.perennial.serving.gateway.RejectedRequestException.invalid;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a feedback request says: one item, {@code {"prediction_id": …, "label": 1}}, many under {@code items} or
 * {@code labels}, or many as JSON lines. A document that is not of this form is refused as a whole; an item that makes no
 * sense, and a line that is no JSON, is kept with its reason.
 */
record FeedbackRequest(List<FeedbackItem> items) {
    private static final int MOST_ITEMS = 10_000;

    FeedbackRequest {
        items = List.copyOf(items);
    }

    /** Reads one JSON document. */
    static FeedbackRequest read(JsonFactory json, byte[] body) {
        if (body.length == 0) {
            throw invalid("Invalid feedback: the body is empty, expected a JSON object with items");
        }
        try (JsonParser in = json.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("Invalid feedback: expected a JSON object with items");
            }
            List<FeedbackItem> items = new ArrayList<>();
            FeedbackDraft single = new FeedbackDraft();
            String source = null;
            boolean many = false;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                if (field.equals("labels") || field.equals("items")) {
                    many = true;
                    items(in, field, items);
                } else if (field.equals("source")) {
                    source = FeedbackDraft.text(in);
                } else {
                    single.read(field, in);
                }
            }
            if (in.nextToken() != null) {
                throw invalid("Invalid feedback: something follows the JSON object");
            }
            if (!many) {
                items.add(single.item(0));
            } else if (items.isEmpty()) {
                throw invalid("Invalid feedback: there are no items in it");
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

    private static void items(JsonParser in, String field, List<FeedbackItem> items) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw invalid("Invalid " + field + ": expected an array");
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw invalid("Invalid " + field + ": expected objects with prediction_id and label");
            }
            checkRoom(items);
            items.add(item(in, items.size()));
        }
    }

    /* From the object's opening brace to its closing one. */
    private static FeedbackItem item(JsonParser in, int index) throws IOException {
        FeedbackDraft draft = new FeedbackDraft();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            draft.read(field, in);
        }
        return draft.item(index);
    }

    /** Reads one item a line; blank lines are passed over, and counted. */
    static FeedbackRequest readLines(JsonFactory json, byte[] body) {
        List<FeedbackItem> items = new ArrayList<>();
        JsonLines.each(body, (number, start, end) -> {
            checkRoom(items);
            items.add(line(json, body, start, end, number));
        });
        if (items.isEmpty()) {
            throw invalid("Invalid feedback: the body is empty, expected one JSON object a line");
        }
        return new FeedbackRequest(items);
    }

    private static FeedbackItem line(JsonFactory json, byte[] body, int start, int end, int line) {
        try (JsonParser in = json.createParser(body, start, end - start)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return FeedbackItem.unreadable(line, "the line is no JSON object");
            }
            FeedbackItem item = item(in, line);
            return in.nextToken() == null
                    ? item
                    : FeedbackItem.unreadable(line, "something follows the JSON object on its line");
        } catch (IOException e) {
            return FeedbackItem.unreadable(line, "the line is no JSON object");
        }
    }

    private static void checkRoom(List<FeedbackItem> items) {
        if (items.size() == MOST_ITEMS) {
            throw new RejectedRequestException(
                    413, "Too many items: more than " + MOST_ITEMS + ", which are all that is read of one request");
        }
    }
}
