package dev.perennial.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.cli.dev.Role;
import dev.perennial.cli.dev.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * The whole loop on the departures of 2013: bootstraps a champion on January and February, plays the following months
 * hour by hour through the gateway, and does what people do on the way: approves reviews, hands in a table from a broken
 * pipeline, kills a worker, and rolls back at the end.
 *
 * <p>The player slows down where the loop needs time: a window is awaited before the next week begins, and while a
 * retraining or a rollout is under way a day takes a second or two. A real day is longer.
 */
final class DemoStory {
    private static final Instant HISTORY_BEGINS = Instant.parse("2013-01-01T00:00:00Z");
    private static final Instant SERVING_BEGINS = Instant.parse("2013-03-01T00:00:00Z");
    private static final Instant FAULT = Instant.parse("2013-04-15T00:00:00Z");
    private static final Duration TRIES_AGAIN = Duration.ofDays(4);
    private static final Duration WINDOW = Duration.ofDays(7);
    /** Label maturity and lateness of the declared model, and the hours by which the newest flight may trail. */
    private static final Duration CLOSES_AFTER = Duration.ofHours(32);

    private static final Duration DAY_WHILE_RETRAINING = Duration.ofMillis(1500);
    private static final Duration DAY_WHILE_ROLLING_OUT = Duration.ofMillis(1200);
    private static final Duration LOOK = Duration.ofMillis(150);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Supervisor supervisor;
    private final Loop loop;
    private final Timeline timeline;
    private final Narrator narrator;
    private final FlightYear year;
    private final FlightPlayer player;
    private final Scoreboard scoreboard;
    private final Tables tables;
    private final Reviewer reviewer;
    private final TrainingWatch training;
    private Instant nextTable = FAULT;
    private boolean faultyAsked;
    private int rejectedBefore;

    /** What turns CSV into the Parquet that the control API takes. */
    interface Tables {
        Path parquet(String name, List<Flight> flights, UnaryOperator<double[]> units) throws IOException;
    }

    /** Tells whether a training activity of the model's run is under way at this moment. */
    interface TrainingWatch {
        boolean underWay(String run);
    }

    DemoStory(
            Supervisor supervisor,
            Loop loop,
            Timeline timeline,
            Narrator narrator,
            FlightYear year,
            Scoreboard scoreboard,
            Tables tables,
            Reviewer reviewer,
            TrainingWatch training,
            String model) {
        this.supervisor = supervisor;
        this.loop = loop;
        this.timeline = timeline;
        this.narrator = narrator;
        this.year = year;
        this.scoreboard = scoreboard;
        this.player = new FlightPlayer(year, () -> supervisor.endpoints().gateway(), model, scoreboard);
        this.tables = tables;
        this.reviewer = reviewer;
        this.training = training;
    }

    /** Declares the model and makes its first version champion. */
    void bootstrap(String declaration) throws IOException, InterruptedException {
        narrator.chapter("January and February become the first champion");
        loop.apply(declaration);
        List<Flight> history = year.between(HISTORY_BEGINS, SERVING_BEGINS);
        loop.importTable(tables.parquet("history", history, numbers -> numbers));
        loop.retrain("bootstrap on January and February");
        await("the first champion", () -> timeline.has(Milestone.BOOTSTRAPPED));
        loop.startMonitoring(SERVING_BEGINS);
    }

    /** Plays from March to {@code end}. */
    void play(Instant end) throws IOException, InterruptedException {
        narrator.chapter("From March on every flight is predicted, hour by hour");
        for (Instant day = SERVING_BEGINS; day.isBefore(end); day = day.plus(1, ChronoUnit.DAYS)) {
            for (int hour = 0; hour < 24; hour++) {
                player.playHour(day.plus(hour, ChronoUnit.HOURS));
            }
            narrator.progress("played to " + day.toString().substring(0, 10) + ", "
                    + scoreboard.flights().size() + " flights, " + timeline.windows() + " windows");
            afterDay(day.plus(1, ChronoUnit.DAYS));
        }
        timeline.follow();
        if (scoreboard.flights().size() == year.between(SERVING_BEGINS, end).size() && scoreboard.labels() > 0) {
            timeline.observed(Milestone.NOTHING_LOST);
        }
        if (timeline.drifts() > 0 && timeline.driftRetrainings() == 0) {
            timeline.observed(Milestone.DRIFT_HARMLESS);
        }
        if (timeline.windows() >= closedBy(end)) {
            timeline.observed(Milestone.WINDOWS_JUDGED);
        }
    }

    private static int closedBy(Instant now) {
        Duration closed = Duration.between(SERVING_BEGINS, now.minus(CLOSES_AFTER));
        return closed.isNegative() ? 0 : (int) (closed.toHours() / WINDOW.toHours());
    }

    private void afterDay(Instant now) throws IOException, InterruptedException {
        timeline.follow();
        if (faultyAsked && reviewer.expectsFaulty() && timeline.rejections() > rejectedBefore) {
            narrator.line("The candidate of that table was rejected; the colleague tries again with newer flights");
            reviewer.expectSound();
            faultyAsked = false;
            nextTable = now.plus(TRIES_AGAIN);
        }
        if (!faultyAsked && !now.isBefore(nextTable) && "IDLE".equals(phase())) {
            faultyAsked = askOnBrokenTable(now);
        }
        int due = closedBy(now);
        await("the verdict on the window that closed before " + now, () -> {
            attendReview();
            return timeline.windows() >= due;
        });
        switch (phase()) {
            case "RETRAINING" -> {
                killAWorkerOnce();
                linger(DAY_WHILE_RETRAINING);
            }
            case "REVIEW" -> attendReview();
            case "ROLLOUT" -> linger(DAY_WHILE_ROLLING_OUT);
            default -> {
                // Nothing is under way: the days fly by.
            }
        }
    }

    /*
     * A colleague hands in a warehouse table that is consistent in itself and unlike what the gateway is sent. Says whether it
     * was taken: the monitor may ask for a retraining of its own at the same moment, and the colleague waits for its end.
     */
    private boolean askOnBrokenTable(Instant now) throws IOException, InterruptedException {
        List<Flight> known = year.between(now.minus(90, ChronoUnit.DAYS), now.minus(1, ChronoUnit.DAYS));
        String table = loop.uploadTable(tables.parquet("warehouse", known, FlightYear::asInTheWarehouse));
        if (!loop.offer("the warehouse's cleaned table", table)) {
            return false;
        }
        narrator.chapter("A table in SI units and UTC hours was handed in for retraining");
        reviewer.expectFaulty();
        rejectedBefore = timeline.rejections();
        return true;
    }

    private void attendReview() throws IOException, InterruptedException {
        JsonNode open = loop.model().path("review");
        if (open.isObject() && open.hasNonNull("review")) {
            reviewer.attend(open.path("review").asText(), timeline);
        }
    }

    private void killAWorkerOnce() throws IOException, InterruptedException {
        if (timeline.has(Milestone.WORKER_KILLED) || !timeline.has(Milestone.CHALLENGER_PROVEN)) {
            return;
        }
        String run = loop.model().path("entity").path("run").asText();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!training.underWay(run)) {
            if (System.nanoTime() > end || !"RETRAINING".equals(phase())) {
                return;
            }
            pause(LOOK);
        }
        narrator.chapter("A worker is killed in mid-training");
        long pid = supervisor.pid(Role.WORKER);
        supervisor.kill(Role.WORKER);
        narrator.line("SIGKILL to worker " + pid + " while " + run + " was training");
        await("the end of " + run + " on another worker", () -> !"RETRAINING".equals(phase()));
        timeline.observed(Milestone.WORKER_KILLED);
    }

    private String phase() throws IOException, InterruptedException {
        return loop.model().path("entity").path("phase").asText("IDLE");
    }

    /** Lets a day take this long, unless what is under way ends before. */
    private void linger(Duration day) throws IOException, InterruptedException {
        String before = phase();
        long end = System.nanoTime() + day.toNanos();
        while (System.nanoTime() < end && before.equals(phase())) {
            pause(LOOK);
        }
        timeline.follow();
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void await(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException("Waited " + PATIENCE.toMinutes() + " minutes in vain for " + what
                        + "; the processes' logs are in .perennial/logs");
            }
            pause(LOOK);
            timeline.follow();
        }
    }

    private static void pause(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }

    /** The comparison needs these. */
    static Duration trainingWindow() {
        return Duration.ofDays(180);
    }
}
