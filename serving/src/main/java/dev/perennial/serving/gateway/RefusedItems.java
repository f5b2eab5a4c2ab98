package dev.perennial.serving.gateway;

/** The items of a request that were not taken, each with its place and the reason, as they stand in the answer. */
final class RefusedItems {
    private final JsonBytes json = new JsonBytes();
    private String firstReason = "";
    private int count;

    void add(FeedbackItem item, String reason) {
        String own = item.ownId();
        add(item.index(), own == null ? "prediction_id" : "own_id", own == null ? item.id() : own, reason);
    }

    void add(int index, String idField, String id, String reason) {
        json.raw(count == 0 ? "{\"index\":" : ",{\"index\":")
                .number(index)
                .raw(",\"")
                .raw(idField)
                .raw("\":")
                .text(id)
                .raw(",\"reason\":")
                .text(reason)
                .raw("}");
        firstReason = count == 0 ? reason : firstReason;
        count++;
    }

    int count() {
        return count;
    }

    String firstReason() {
        return firstReason;
    }

    JsonBytes json() {
        return json;
    }
}
