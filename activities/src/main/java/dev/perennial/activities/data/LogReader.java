package dev.perennial.activities.data;

import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.store.ObjectStore;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a window of a model's log: predictions with their labels, each exactly once, the label that stands. What is joined
 * is kept, see {@link JoinedDays}. Safe for use by several threads.
 */
public final class LogReader {
    private final LogListing listing;
    private final JoinedDays days;
    private final Spool spool;
    private final DuckDb duckDb;

    /** A reader that spools through {@code spool} and asks {@code duckDb}. */
    public LogReader(ObjectStore store, Spool spool, DuckDb duckDb) {
        this.listing = new LogListing(store, spool);
        this.days = new JoinedDays(store, spool, duckDb);
        this.spool = spool;
        this.duckDb = duckDb;
    }

    /** The window's rows; none where nothing is logged. */
    public LoggedRows read(LogQuery query) {
        TimeWindow window = query.window();
        String sql = LogColumns.select(
                query.schema(),
                query.outputs(),
                relation(query),
                EpochMicros.of(window.from()),
                EpochMicros.of(window.to()));
        LoggedRows rows = duckDb.query(
                "read the log of " + query.model() + " in " + window,
                sql,
                result -> LogColumns.read(query.schema(), query.outputs(), result));
        spool.trim();
        return rows;
    }

    /**
     * How many predictions and labels each value of a feature has, in the order of the values, a missing one last; counted
     * where the rows lie.
     */
    public List<SliceCount> countBy(LogQuery query, String feature) {
        TimeWindow window = query.window();
        String sql = "SELECT CAST(" + Sql.name(feature) + " AS VARCHAR) AS value, count(*), count(_label),"
                + " coalesce(sum(_label), 0) FROM (" + relation(query) + ") WHERE epoch_us(_event_time) >= "
                + EpochMicros.of(window.from()) + " AND epoch_us(_event_time) < " + EpochMicros.of(window.to())
                + " GROUP BY 1 ORDER BY 1 NULLS LAST";
        return duckDb.query("count the log of " + query.model() + " by " + feature, sql, rows -> {
            List<SliceCount> counts = new ArrayList<>();
            while (rows.next()) {
                counts.add(new SliceCount(
                        Optional.ofNullable(rows.getString(1)), rows.getLong(2), rows.getLong(3), rows.getDouble(4)));
            }
            return counts;
        });
    }

    /** The joined rows of the window's hours as a SQL relation over local files; event times are not yet cut. */
    String relation(LogQuery query) {
        return listing.reading(query.model(), Optional.of(days(query.window())), hours -> {
            StringBuilder relation = new StringBuilder(LogColumns.template(query.schema(), query.outputs()));
            days.relations(query.model(), hours, query.matureBefore())
                    .forEach(joined -> relation.append(" UNION ALL BY NAME ").append(joined));
            return relation.toString();
        });
    }

    /* Days are joined whole, wherever a window cuts them. */
    private static TimeWindow days(TimeWindow window) {
        return new TimeWindow(
                window.from().truncatedTo(ChronoUnit.DAYS),
                window.to().minusNanos(1).truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
    }

    /**
     * A value of a feature.
     *
     * @param value empty where the feature is missing
     * @param labelSum the sum of the labels: for labels 0 and 1 how many are positive
     */
    public record SliceCount(Optional<String> value, long predictions, long labels, double labelSum) {}
}
