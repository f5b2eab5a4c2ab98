package dev.perennial.activities;

import dev.perennial.activities.alert.AlertActivitiesImpl;
import dev.perennial.activities.context.CompiledModels;
import dev.perennial.activities.context.Heartbeat;
import dev.perennial.activities.context.TemporalHeartbeat;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.DuckDb;
import dev.perennial.activities.data.LogReader;
import dev.perennial.activities.data.LogUpkeep;
import dev.perennial.activities.data.ParquetWriting;
import dev.perennial.activities.data.Spool;
import dev.perennial.activities.data.TrainingExtract;
import dev.perennial.activities.data.Watermark;
import dev.perennial.activities.model.ModelActivitiesImpl;
import dev.perennial.activities.monitor.MonitorActivitiesImpl;
import dev.perennial.activities.profiles.ProfileActivitiesImpl;
import dev.perennial.activities.retrain.RetrainActivitiesImpl;
import dev.perennial.activities.review.ReviewActivitiesImpl;
import dev.perennial.activities.rollout.RolloutActivitiesImpl;
import dev.perennial.activities.upkeep.UpkeepActivitiesImpl;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.store.ObjectStore;
import dev.perennial.workflows.alert.AlertActivities;
import dev.perennial.workflows.model.ModelActivities;
import dev.perennial.workflows.monitor.MonitorActivities;
import dev.perennial.workflows.monitor.ProfileActivities;
import dev.perennial.workflows.retrain.RetrainActivities;
import dev.perennial.workflows.review.ReviewActivities;
import dev.perennial.workflows.rollout.RolloutActivities;
import dev.perennial.workflows.upkeep.UpkeepActivities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;

/**
 * The activities of one worker with what they share: the query engine, the spool of log files and the heartbeat's ticker.
 * The implementations are safe for use by several threads; closing ends what they share, after the worker has stopped.
 */
public final class Activities implements AutoCloseable {
    private final DuckDb duckDb;
    private final Spool spool;
    private final TemporalHeartbeat ticker;
    private final Workbench workbench;
    private final LogUpkeep upkeep;

    private Activities(DuckDb duckDb, Spool spool, TemporalHeartbeat ticker, Workbench workbench, LogUpkeep upkeep) {
        this.duckDb = duckDb;
        this.spool = spool;
        this.ticker = ticker;
        this.workbench = workbench;
        this.upkeep = upkeep;
    }

    /** Activities that heartbeat to the engine, for a worker. */
    public static Activities create(
            ObjectStore store, Registry registry, InstantSource clock, ActivitySettings settings) {
        TemporalHeartbeat ticker = new TemporalHeartbeat();
        return create(store, registry, clock, settings, ticker, ticker);
    }

    /** Activities for callers that are no worker, such as tests and command-line tools. */
    public static Activities withoutHeartbeat(
            ObjectStore store, Registry registry, InstantSource clock, ActivitySettings settings) {
        return create(store, registry, clock, settings, new TemporalHeartbeat(), Heartbeat.none());
    }

    private static Activities create(
            ObjectStore store,
            Registry registry,
            InstantSource clock,
            ActivitySettings settings,
            TemporalHeartbeat ticker,
            Heartbeat heartbeat) {
        try {
            Files.createDirectories(settings.directory());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create the worker's directory " + settings.directory(), e);
        }
        DuckDb duckDb = DuckDb.open(settings.duckDb());
        Spool spool = Spool.over(
                store,
                settings.directory().resolve("spool"),
                settings.spoolMegabytes() * 1_000_000L,
                settings.downloads(),
                clock);
        LogReader log = new LogReader(store, spool, duckDb);
        Workbench workbench = new Workbench(
                store,
                registry,
                clock,
                spool,
                log,
                new TrainingExtract(registry, log, spool, duckDb),
                new Watermark(store),
                new ParquetWriting(duckDb),
                new CompiledModels(registry),
                heartbeat,
                settings.signingKey());
        return new Activities(duckDb, spool, ticker, workbench, new LogUpkeep(store, spool, duckDb, clock));
    }

    /** What a model's entity needs. */
    public ModelActivities model() {
        return new ModelActivitiesImpl(workbench);
    }

    /** The work of a look. */
    public MonitorActivities monitor() {
        return new MonitorActivitiesImpl(workbench);
    }

    /** The counting of a window's segments. */
    public ProfileActivities profiles() {
        return new ProfileActivitiesImpl(workbench);
    }

    /** The work of a retraining run. */
    public RetrainActivities retrain() {
        return new RetrainActivitiesImpl(workbench);
    }

    /** What a review writes. */
    public ReviewActivities review() {
        return new ReviewActivitiesImpl(workbench);
    }

    /** What a rollout reads and writes. */
    public RolloutActivities rollout() {
        return new RolloutActivitiesImpl(workbench);
    }

    /** What alerts write. */
    public AlertActivities alert() {
        return new AlertActivitiesImpl(workbench);
    }

    /** The upkeep of logs. */
    public UpkeepActivities upkeep() {
        return new UpkeepActivitiesImpl(workbench, upkeep);
    }

    /** All implementations, for a worker to register. */
    public List<Object> implementations() {
        return List.of(model(), monitor(), profiles(), retrain(), review(), rollout(), alert(), upkeep());
    }

    @Override
    public void close() {
        ticker.close();
        spool.close();
        duckDb.close();
    }
}
