package dev.perennial.registry.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.Registry.FeedLine;
import dev.perennial.registry.store.CreateOutcome;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.registry.store.StoreUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The environment's feed: create-only lines numbered from 1 without gaps, each naming a log that grew. A line that could
 * not be written only delays its readers. Safe for use by several threads.
 */
final class Feed {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int MOST_CONFLICTS = 256;

    private final ObjectStore store;
    private final ObjectMapper json;
    private final ReentrantLock lock = new ReentrantLock();
    private long known;

    Feed(ObjectStore store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    /** Appends a line at the first free number; a failure is logged and goes no further. */
    void announce(ModelName model, long logSeq) {
        lock.lock();
        try {
            for (int conflict = 0; conflict < MOST_CONFLICTS; conflict++) {
                long next = locateEnd() + 1;
                byte[] line = json.writeValueAsBytes(new FeedLine(next, model, logSeq));
                if (store.create(RegistryKeys.feedLine(next), line) != CreateOutcome.CONFLICT) {
                    known = next;
                    return;
                }
            }
            LOG.warn("Feed line not written, others took its place model={} logSeq={}", model, logSeq);
        } catch (StoreUnavailableException | JsonProcessingException e) {
            LOG.warn(
                    "Feed line not written, followers are delayed model={} logSeq={} reason={}",
                    model,
                    logSeq,
                    e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** The number of the newest line; 0 if there is none. */
    long end() {
        lock.lock();
        try {
            return locateEnd();
        } finally {
            lock.unlock();
        }
    }

    /** Doubling steps and then halving: a feed of a million lines is located in some forty requests. */
    private long locateEnd() {
        long standing = known;
        long step = 1;
        while (store.exists(RegistryKeys.feedLine(standing + step))) {
            standing += step;
            step *= 2;
        }
        long absent = standing + step;
        while (absent - standing > 1) {
            long middle = (standing + absent) >>> 1;
            if (store.exists(RegistryKeys.feedLine(middle))) {
                standing = middle;
            } else {
                absent = middle;
            }
        }
        known = standing;
        return standing;
    }

    List<FeedLine> after(long afterSeq, int limit) {
        List<FeedLine> lines = new ArrayList<>();
        for (long seq = Math.max(0, afterSeq) + 1; lines.size() < limit; seq++) {
            Optional<FeedLine> line = line(seq);
            if (line.isEmpty()) {
                break;
            }
            lines.add(line.get());
        }
        return List.copyOf(lines);
    }

    Optional<FeedLine> line(long seq) {
        Optional<byte[]> stored = store.read(RegistryKeys.feedLine(seq));
        try {
            return stored.isEmpty() ? Optional.empty() : Optional.of(json.readValue(stored.get(), FeedLine.class));
        } catch (IOException e) {
            throw new DamagedRegistryException("Cannot read feed line " + seq + ": it is not a feed line", e);
        }
    }
}
