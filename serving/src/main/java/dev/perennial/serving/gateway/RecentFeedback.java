package dev.perennial.serving.gateway;

import dev.perennial.serving.log.FeedbackKind;
import dev.perennial.serving.log.LoggedFeedback;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was logged lately, so that what is sent again need not be logged again. It forgets the oldest; a repetition that it
 * does not know is logged twice, and counted once by whoever joins. Thread-safe.
 */
final class RecentFeedback {
    private static final int MOST = 1 << 16;

    private final Map<Statement, Boolean> known = bounded();
    private final Map<UUID, Statement> newestTruth = bounded();

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        };
    }

    /** The items of one request; nothing of it is known to others before it is {@link Request#logged}. */
    Request begin() {
        return new Request();
    }

    private synchronized boolean contains(Statement statement) {
        return statement.inOrderOfArrival()
                ? statement.equals(newestTruth.get(statement.id()))
                : known.containsKey(statement);
    }

    private synchronized void add(Statement statement) {
        if (statement.truth()) {
            newestTruth.put(statement.id(), statement);
        }
        known.put(statement, true);
    }

    /** The items of one request, which is logged as a whole or not at all. */
    final class Request {
        private final Set<Statement> own = new HashSet<>();
        private final List<Statement> inOrder = new ArrayList<>();
        private final Map<UUID, Statement> ownTruth = new HashMap<>();

        /** Whether the same was said before, here or in an earlier request. */
        boolean repeats(LoggedFeedback said, SaidAt saidAt) {
            Statement statement = Statement.of(said, saidAt);
            Statement newest = ownTruth.get(said.id());
            if (statement.inOrderOfArrival() && newest != null) {
                return statement.equals(newest);
            }
            return own.contains(statement) || contains(statement);
        }

        /** Counts as said in this request. */
        void add(LoggedFeedback said, SaidAt saidAt) {
            Statement statement = Statement.of(said, saidAt);
            own.add(statement);
            inOrder.add(statement);
            if (statement.truth()) {
                ownTruth.put(statement.id(), statement);
            }
        }

        /** From now on its items are known: they are in the log. */
        void logged() {
            inOrder.forEach(RecentFeedback.this::add);
        }
    }

    /** Whose time an item has. */
    enum SaidAt {
        STATED,
        OF_ARRIVAL
    }

    /* Truth without an order of its own is in the order of its arrival: yes, no, yes is three statements. */
    private record Statement(
            String model,
            UUID id,
            FeedbackKind kind,
            long value,
            @Nullable String word,
            long revision,
            long saidMicros,
            @Nullable String source) {
        static Statement of(LoggedFeedback said, SaidAt saidAt) {
            return new Statement(
                    said.model().value(),
                    said.id(),
                    said.kind(),
                    Double.doubleToLongBits(said.value()),
                    said.word(),
                    said.revision(),
                    saidAt == SaidAt.STATED ? said.saidMicros() : 0,
                    said.source());
        }

        boolean truth() {
            return kind.isTruth();
        }

        boolean inOrderOfArrival() {
            return truth() && revision == 0 && saidMicros == 0;
        }
    }
}
