package dev.perennial.serving.gateway;

import dev.perennial.serving.wal.FrameBuffer;

/** Where a thread puts the rows that it answers: their log records, their outcomes, the answer's text. Not thread-safe. */
final class AnswerBuffers {
    private final FrameBuffer frames = new FrameBuffer();
    private final RowOutcomes outcomes = new RowOutcomes();
    private final InferAnswer answer = new InferAnswer();

    /** Empties them for a request of this many rows. */
    AnswerBuffers prepare(int rows) {
        frames.reset();
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
}
