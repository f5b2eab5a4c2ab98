package dev.perennial.serving.gateway;

import dev.perennial.serving.log.FeedbackKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing said about one prediction, as sent.
 *
 * @param index its place in the request, from 0
 * @param id the prediction's id; empty where it is named by the sender's own
 * @param ownId the id that the sender gave the prediction
 * @param eventTime the prediction's event time, which an own id needs
 * @param said the label, the rating, or how long something lasted
 * @param action what was done
 * @param revision 0 where none was named
 * @param saidAt when it was known or done
 * @param problem what is wrong with its form; null if nothing is
 */
record FeedbackItem(
        int index,
        String id,
        @Nullable String ownId,
        @Nullable Instant eventTime,
        FeedbackKind kind,
        Said said,
        @Nullable String action,
        long revision,
        @Nullable Instant saidAt,
        @Nullable String source,
        @Nullable String problem) {
    /** The most characters of a word, a source or an id. */
    static final int LONGEST_TEXT = 200;

    FeedbackItem from(String otherSource) {
        return source != null
                ? this
                : new FeedbackItem(
                        index, id, ownId, eventTime, kind, said, action, revision, saidAt, otherSource, problem);
    }

    static FeedbackItem unreadable(int index, String problem) {
        return new FeedbackItem(index, "", null, null, FeedbackKind.LABEL, Said.NOTHING, null, 0, null, null, problem);
    }
}
