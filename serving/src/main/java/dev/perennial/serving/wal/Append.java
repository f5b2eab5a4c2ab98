package dev.perennial.serving.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records that go into the log together, and who is told. */
final class Append {
    private static final Logger LOG = LoggerFactory.getLogger(Append.class);

    private final byte[] frames;
    private final AppendListener listener;
    private final int early;

    private Append(byte[] frames, AppendListener listener, int early) {
        this.frames = frames;
        this.listener = listener;
        this.early = early;
    }

    /** One whose listener waits for the log. */
    static Append waiting(byte[] frames, AppendListener listener) {
        return new Append(frames, listener, 0);
    }

    /** One that has been acknowledged before it is written. */
    static Append early(byte[] frames, int records, int requests) {
        return new Append(frames, new Acknowledged(requests), records);
    }

    static int records(byte[] frames) {
        ByteBuffer in = ByteBuffer.wrap(frames);
        int records = 0;
        for (int at = 0; at < frames.length; at += FrameBuffer.PREFIX + in.getInt(at)) {
            records++;
        }
        return records;
    }

    /** How many requests it stands for. */
    int requests() {
        return listener.requests();
    }

    byte[] frames() {
        return frames;
    }

    /** How many acknowledged records this holds although they are not written; 0 if nobody was told anything. */
    int earlyRecords() {
        return early;
    }

    /* One listener that throws must not cost the others their answer. */
    void durable() {
        try {
            listener.durable();
        } catch (RuntimeException e) {
            LOG.error("wal listener failed after its records were written", e);
        }
    }

    void failed(IOException reason) {
        try {
            listener.failed(reason);
        } catch (RuntimeException e) {
            LOG.error("wal listener failed after its records were refused", e);
        }
    }

    private record Acknowledged(int requests) implements AppendListener {
        @Override
        public void durable() {
            // Told already.
        }

        @Override
        public void failed(IOException reason) {
            LOG.error("wal lost acknowledged records reason={}", reason.getMessage());
        }
    }
}
