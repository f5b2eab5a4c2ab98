package dev.perennial.registry.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.store.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a model's whole chain without any cache. Each entry is covered by the digest in its successor; the newest one only by
 * what this process read before, by snapshots and by the feed, so an edit of it that nobody had seen goes unnoticed.
 */
final class LogVerifier {
    private static final int PAGE = 1000;
    private static final long FEED_LINES = 512;

    private final ObjectStore store;
    private final ObjectMapper json;
    private final Feed feed;

    LogVerifier(ObjectStore store, ObjectMapper json, Feed feed) {
        this.store = store;
        this.json = json;
        this.feed = feed;
    }

    /** The first record that does not fit; {@code known} is what this process read of the log before. */
    Optional<String> firstMisfit(ModelName model, ModelState known) {
        // Witnesses are asked before the entries are read: of a log that grows meanwhile they name none that is not
        // there yet.
        SnapshotStore snapshots = new SnapshotStore(store, model, json);
        List<Long> snapshotted = snapshots.numbers();
        OptionalLong named = namedByFeed(model);
        ModelState state = ModelState.empty(model);
        Instant recordedAt = Instant.MIN;
        List<Digest> heads = new ArrayList<>();
        String after = "";
        for (List<String> page = page(model, after); !page.isEmpty(); page = page(model, after)) {
            for (String key : page) {
                after = key;
                OptionalLong number = RegistryKeys.numberIn(key);
                if (number.isEmpty()) {
                    return Optional.of("a stray object stands among the entries of " + model + ": " + key);
                }
                long next = state.seq() + 1;
                if (number.getAsLong() != next) {
                    return Optional.of("entry " + next + " of " + model + " is missing");
                }
                Optional<byte[]> stored = store.read(key);
                if (stored.isEmpty()) {
                    return Optional.of("entry " + next + " of " + model + " is missing");
                }
                Link link = Link.of(state, recordedAt, stored.get(), json);
                if (link instanceof Link.Breaks breaks) {
                    return Optional.of(Link.broken(model, next, breaks.reason()));
                }
                Link.Fits fits = (Link.Fits) link;
                state = fits.state();
                recordedAt = fits.entry().recordedAt();
                heads.add(Digest.of(stored.get()));
            }
        }
        ModelState end = state;
        return againstKnown(model, known, heads)
                .or(() -> againstSnapshots(model, heads, snapshots, snapshotted))
                .or(() -> againstFeed(model, end.seq(), named));
    }

    private List<String> page(ModelName model, String after) {
        return store.list(RegistryKeys.log(model), after, PAGE);
    }

    private static Optional<String> againstKnown(ModelName model, ModelState known, List<Digest> heads) {
        if (known.seq() > heads.size()) {
            return Optional.of("entry " + (heads.size() + 1) + " of " + model + " is missing, it was read before");
        }
        if (known.seq() > 0 && !Optional.of(heads.get((int) known.seq() - 1)).equals(known.head())) {
            return Optional.of("an entry of " + model + " up to " + known.seq() + " changed after it was read");
        }
        return Optional.empty();
    }

    private static Optional<String> againstSnapshots(
            ModelName model, List<Digest> heads, SnapshotStore snapshots, List<Long> numbers) {
        for (long number : numbers) {
            Optional<StateSnapshot> snapshot = snapshots.read(number);
            if (snapshot.isEmpty()) {
                continue;
            }
            if (number > heads.size()) {
                return Optional.of("entry " + (heads.size() + 1) + " of " + model + " is missing, a snapshot covers "
                        + number + " entries");
            }
            if (!Optional.of(heads.get((int) number - 1))
                    .equals(snapshot.get().state().head())) {
                return Optional.of("the snapshot of " + model + " at entry " + number + " does not fit the entries");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> againstFeed(ModelName model, long last, OptionalLong named) {
        return named.isEmpty() || named.getAsLong() <= last
                ? Optional.empty()
                : Optional.of("entry " + (last + 1) + " of " + model + " is missing, the feed names entry "
                        + named.getAsLong());
    }

    /* The model's newest entry that the newest lines of the feed name. */
    private OptionalLong namedByFeed(ModelName model) {
        long end = feed.end();
        for (long seq = end; seq > 0 && seq > end - FEED_LINES; seq--) {
            Optional<Registry.FeedLine> line = feed.line(seq);
            if (line.isPresent() && line.get().model().equals(model)) {
                return OptionalLong.of(line.get().logSeq());
            }
        }
        return OptionalLong.empty();
    }
}
