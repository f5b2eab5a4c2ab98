package dev.perennial.serving.gateway;

import dev.perennial.serving.wal.FrameBuffer;
import java.util.ArrayList;
import java.util.List;

/** Where a thread puts what comes of the rows that it answers: log records, outcomes, the answer, pairs. Not thread-safe. */
final class AnswerBuffers {
    private final FrameBuffer frames = new FrameBuffer();
    private final RowOutcomes outcomes = new RowOutcomes();
    private final InferAnswer answer = new InferAnswer();

    private List<PairedScoring.Pair> pairs = new ArrayList<>();

    /** Empties them for a request of this many rows. */
    AnswerBuffers prepare(int rows) {
        frames.reset();
        pairs.clear();
        outcomes.prepare(rows);
        return this;
    }

    FrameBuffer frames() {
        return frames;
    }

    RowOutcomes outcomes() {
        return outcomes;
    }

    InferAnswer answer() {
        return answer;
    }

    /** Rows that another version is to score as well. */
    List<PairedScoring.Pair> pairs() {
        return pairs;
    }

    /** Gives the rows away. */
    List<PairedScoring.Pair> takePairs() {
        if (pairs.isEmpty()) {
            return List.of();
        }
        List<PairedScoring.Pair> taken = pairs;
        pairs = new ArrayList<>();
        return taken;
    }
}
