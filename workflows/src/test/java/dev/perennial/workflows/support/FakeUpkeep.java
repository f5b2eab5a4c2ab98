package dev.perennial.workflows.support;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.workflows.upkeep.UpkeepActivities;
import dev.perennial.workflows.upkeep.UpkeepRequest;
import dev.perennial.workflows.upkeep.UpkeepTask;
import dev.perennial.workflows.upkeep.UpkeepTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** A log of a few pieces, of which every second one has something to do; keeps what it was asked. */
public final class FakeUpkeep implements UpkeepActivities {
    private static final Instant START = Instant.parse("2013-06-03T00:00:00Z");

    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** What was asked, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public List<ModelName> models() {
        return List.of(Samples.MODEL, new ModelName("other"));
    }

    @Override
    public UpkeepPlan plan(ModelName model, UpkeepTask task) {
        asked.add("plan " + model + " " + task.word());
        return new UpkeepPlan(
                IntStream.range(0, 4)
                        .mapToObj(piece ->
                                TimeWindow.startingAt(START.plus(Duration.ofHours(piece)), Duration.ofHours(1)))
                        .toList(),
                false);
    }

    @Override
    public UpkeepTotals work(ModelName model, UpkeepTask task, TimeWindow piece, UpkeepRequest request) {
        return hour(piece) % 2 == 0 ? new UpkeepTotals(2, 10, 0, 0) : UpkeepTotals.none();
    }

    @Override
    public long sweep(ModelName model, TimeWindow piece, UpkeepRequest request) {
        asked.add("sweep " + hour(piece));
        return 2;
    }

    @Override
    public long dropExtracts(ModelName model, UpkeepRequest request) {
        asked.add("extracts");
        return 1;
    }

    @Override
    public void record(ModelName model, UpkeepTask task, UpkeepTotals totals, String operation, UpkeepRequest request) {
        asked.add("record " + model + " " + task.word() + " " + totals.rows() + " " + totals.extracts());
    }

    @Override
    public void forget(ModelName model, UpkeepRequest request) {
        asked.add("forget " + request.erasure().orElseThrow());
    }

    private static long hour(TimeWindow piece) {
        return Duration.between(START, piece.from()).toHours();
    }
}
