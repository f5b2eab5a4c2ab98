package dev.perennial.serving.gateway;

import dev.perennial.serving.log.LogColumns;
import dev.perennial.serving.wal.AppendListener;
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
    private List<LoggedAnswer> answers = new ArrayList<>();
    private final List<byte[]> frames = new ArrayList<>();
    private final Set<LogColumns> columns = new LinkedHashSet<>();
    private int bytes;

    PassAnswers(WriteAheadLog log) {
        this.log = log;
    }

    /** Adds an answer and its records, which name the columns; the thread, the calling one, sends it when its pass ends. */
    void add(LogColumns named, byte[] records, LoggedAnswer answer, Executor thread) {
        int held = hold(named, records, answer);
        if (bytes() >= MOST_BYTES) {
            send();
        } else if (held == 1) {
            thread.execute(this::send);
        }
    }

    /** Holds an answer that nothing sends but a call; how many there are now. */
    synchronized int hold(LogColumns named, byte[] records, LoggedAnswer answer) {
        answers.add(answer);
        if (columns.add(named)) {
            put(named.record());
        }
        put(records);
        return answers.size();
    }

    private synchronized int bytes() {
        return bytes;
    }

    private void put(byte[] records) {
        frames.add(records);
        bytes += records.length;
    }

    /** Logs what is there and sends it; by the IO thread. */
    void send() {
        Group group = take();
        if (!group.answers.isEmpty()) {
            log.append(group.records, new OnIoThread(group.answers));
        }
    }

    /** Logs what is there and sends it from whatever thread that ends on, because the IO thread does not come back. */
    void rescue() {
        Group group = take();
        if (!group.answers.isEmpty()) {
            log.append(group.records, new Anywhere(group.answers));
        }
    }

    private synchronized Group take() {
        byte[] records = new byte[bytes];
        int at = 0;
        for (byte[] some : frames) {
            System.arraycopy(some, 0, records, at, some.length);
            at += some.length;
        }
        Group group = new Group(answers, records);
        answers = new ArrayList<>();
        frames.clear();
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

    private static final class Group {
        private final List<LoggedAnswer> answers;
        private final byte[] records;

        private Group(List<LoggedAnswer> answers, byte[] records) {
            this.answers = answers;
            this.records = records;
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
