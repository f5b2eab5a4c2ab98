package dev.perennial.activities.upkeep;

import dev.perennial.activities.context.Failures;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.LogUpkeep;
import dev.perennial.activities.data.LogUpkeep.Tidied;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState;
import dev.perennial.workflows.upkeep.UpkeepActivities;
import dev.perennial.workflows.upkeep.UpkeepOptions;
import dev.perennial.workflows.upkeep.UpkeepRequest;
import dev.perennial.workflows.upkeep.UpkeepTask;
import dev.perennial.workflows.upkeep.UpkeepTotals;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Upkeep on this worker. */
public final class UpkeepActivitiesImpl implements UpkeepActivities {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Workbench workbench;
    private final LogUpkeep log;
    private final Erasing erasing;
    private final UpkeepRecord record;

    /** Activities on this workbench. */
    public UpkeepActivitiesImpl(Workbench workbench, LogUpkeep log) {
        this.workbench = workbench;
        this.log = log;
        this.erasing = new Erasing(workbench, log);
        this.record = new UpkeepRecord(workbench.registry(), erasing);
    }

    @Override
    public List<ModelName> models() {
        return Failures.translated(() -> workbench.registry().models());
    }

    @Override
    public UpkeepPlan plan(ModelName model, UpkeepTask task) {
        return Failures.translated(() -> workbench.heartbeat().during("plan of " + model, () -> {
            List<TimeWindow> pieces = switch (task) {
                case COMPACT -> windows(log.due(model), HOUR);
                case ERASE -> windows(days(log.before(model, Instant.MAX)), DAY);
                case EXPIRE ->
                    expiresBefore(model)
                            .map(until -> windows(days(log.before(model, until)), DAY))
                            .orElse(List.of());
            };
            boolean more = task != UpkeepTask.ERASE && pieces.size() > UpkeepOptions.MOST_PIECES;
            return new UpkeepPlan(more ? pieces.subList(0, UpkeepOptions.MOST_PIECES) : pieces, more);
        }));
    }

    @Override
    public UpkeepTotals work(ModelName model, UpkeepTask task, TimeWindow piece, UpkeepRequest request) {
        return Failures.translated(() -> workbench.heartbeat().during(task.word() + " " + piece, () -> {
            UpkeepTotals totals = UpkeepTotals.none();
            for (Instant hour : log.within(model, piece)) {
                totals = totals.plus(
                        switch (task) {
                            case COMPACT -> totals(log.compact(model, hour, request.grace()));
                            case EXPIRE -> totals(log.expire(model, hour, request.grace()));
                            case ERASE -> erasing.erase(model, hour, request);
                        });
            }
            workbench.spool().trim();
            return totals;
        }));
    }

    @Override
    public long sweep(ModelName model, TimeWindow piece, UpkeepRequest request) {
        return Failures.translated(() -> workbench
                .heartbeat()
                .during(
                        "sweep " + piece,
                        () -> log.within(model, piece).stream()
                                .mapToLong(hour -> log.sweep(model, hour, request.grace()))
                                .sum()));
    }

    @Override
    public long dropExtracts(ModelName model, UpkeepRequest request) {
        return Failures.translated(
                () -> workbench.heartbeat().during("extracts", () -> erasing.dropExtracts(model, request)));
    }

    @Override
    public void record(ModelName model, UpkeepTask task, UpkeepTotals totals, String operation, UpkeepRequest request) {
        Failures.run(() -> record.append(model, task, totals, operation, request));
    }

    @Override
    public void forget(ModelName model, UpkeepRequest request) {
        Failures.run(() -> erasing.forget(request));
    }

    /*
     * Both by the newest row and by the clock: a row that claims to be of the far future must not make a log expire, nor
     * the replay of an old one by today's date.
     */
    private Optional<Instant> expiresBefore(ModelName model) {
        ModelState state = workbench.registry().state(model);
        if (state.spec().isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> kept = workbench.spec(state).log().keep();
        return kept.flatMap(age -> log.newest(model).map(newest -> {
            Instant now = workbench.clock().instant();
            return (newest.isBefore(now) ? newest : now).minus(age).truncatedTo(ChronoUnit.DAYS);
        }));
    }

    private static UpkeepTotals totals(Tidied tidied) {
        return new UpkeepTotals(tidied.replaced(), tidied.rows(), tidied.removed(), 0);
    }

    private static List<Instant> days(List<Instant> hours) {
        return List.copyOf(hours.stream()
                .map(hour -> hour.truncatedTo(ChronoUnit.DAYS))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static List<TimeWindow> windows(List<Instant> starts, Duration length) {
        return starts.stream()
                .map(start -> TimeWindow.startingAt(start, length))
                .toList();
    }
}
