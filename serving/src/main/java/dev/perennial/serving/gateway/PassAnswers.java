package dev.perennial.serving.gateway;

import dev.perennial.serving.log.LogColumns;
import dev.perennial.serving.wal.AppendListener;
import dev.perennial.serving.wal.FrameBuffer;
import dev.perennial.serving.wal.WriteAheadLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers that one IO thread makes in one pass over its connections. Their records go into the log with one write
 * when the pass ends, and the answers leave together: under load a write serves many requests, and alone a request waits
 * for nobody. Filled by its IO thread; the stall watch empties it where that thread is held.
 */
final class PassAnswers {
    /* What waits must not wait long: neither for a write of megabytes nor for the rows of a large request. */
    private static final int MOST_BYTES = 1 << 18;
    private static final Logger LOG = LoggerFactory.getLogger(PassAnswers.class);

    private final WriteAheadLog log;
    private final PairedScoring pairs;
    private List<LoggedAnswer> answers = new ArrayList<>();
    private List<byte[]> frames = new ArrayList<>();
    private final Set<LogColumns> columns = new LinkedHashSet<>();
    private List<PairedScoring.Pair> others = new ArrayList<>();
    private int bytes;
    private boolean due; // of the IO thread

    PassAnswers(WriteAheadLog log, PairedScoring pairs) {
        this.log = log;
        this.pairs = pairs;
    }

    /**
     * Adds an answer and its records, which it takes and which name the columns, and what of its rows another version is
     * to score; the thread, the calling one, sends it when its pass ends.
     */
    void add(
            LogColumns named,
            FrameBuffer records,
            LoggedAnswer answer,
            List<PairedScoring.Pair> toPair,
            Executor thread) {
        hold(named, records, answer, toPair);
        if (isFull()) {
            send();
        } else if (!due) {
            due = true;
            thread.execute(this::send);
        }
    }

    /** Holds an answer that nothing sends but a call. */
    synchronized void hold(
            LogColumns named, FrameBuffer records, LoggedAnswer answer, List<PairedScoring.Pair> toPair) {
        // In this order nothing is acknowledged without its record, should memory end between two of them.
        if (columns.contains(named)) {
            put(records.take());
        } else {
            put(records.takeAfter(named.record()));
            columns.add(named);
        }
        others.addAll(toPair);
        answers.add(answer);
    }

    private synchronized boolean isFull() {
        return bytes >= MOST_BYTES;
    }

    private void put(byte[] records) {
        frames.add(records);
        bytes += records.length;
    }

    /** Logs what is there and sends it; by the IO thread. */
    void send() {
        due = false;
        Group group = take();
        if (!group.answers.isEmpty()) {
            append(group, new OnIoThread(group.answers));
        }
    }

    /** Logs what is there and sends it from whatever thread that ends on, because the IO thread does not come back. */
    void rescue() {
        Group group = take();
        if (!group.answers.isEmpty()) {
            append(group, new Anywhere(group.answers));
        }
    }

    private void append(Group group, AppendListener listener) {
        byte[] records;
        try {
            records = group.records();
        } catch (OutOfMemoryError e) {
            listener.failed(new IOException("no memory for the records", e));
            return;
        }
        pairs.expect(group.others);
        try {
            log.append(records, listener);
        } finally {
            pairs.offer(group.others);
        }
    }

    private synchronized Group take() {
        Group group = new Group(answers, frames, bytes, others);
        answers = new ArrayList<>();
        frames = new ArrayList<>();
        others = new ArrayList<>();
        columns.clear();
        bytes = 0;
        return group;
    }

    private static void each(List<LoggedAnswer> answers, Consumer<LoggedAnswer> sending) {
        for (LoggedAnswer answer : answers) {
            try {
                sending.accept(answer);
            } catch (RuntimeException e) {
                LOG.error("answer not sent", e);
            }
        }
    }

    private record Group(List<LoggedAnswer> answers, List<byte[]> frames, int bytes, List<PairedScoring.Pair> others) {
        byte[] records() {
            if (frames.size() == 1) {
                return frames.get(0);
            }
            byte[] records = new byte[bytes];
            int at = 0;
            for (byte[] some : frames) {
                System.arraycopy(some, 0, records, at, some.length);
                at += some.length;
            }
            return records;
        }
    }

    private record OnIoThread(List<LoggedAnswer> answers) implements AppendListener {
        @Override
        public void durable() {
            answers.get(0).onIoThread(() -> each(answers, LoggedAnswer::send));
        }

        @Override
        public void failed(IOException reason) {
            answers.get(0).onIoThread(() -> each(answers, LoggedAnswer::refuse));
        }

        @Override
        public int requests() {
            return answers.size();
        }
    }

    private record Anywhere(List<LoggedAnswer> answers) implements AppendListener {
        @Override
        public void durable() {
            each(answers, LoggedAnswer::send);
        }

        @Override
        public void failed(IOException reason) {
            each(answers, LoggedAnswer::refuse);
        }

        @Override
        public int requests() {
            return answers.size();
        }
    }
}
