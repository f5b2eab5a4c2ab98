package dev.perennial.activities;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.workflows.monitor.MonitorActivities;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import dev.perennial.workflows.monitor.ProfileActivities;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A model of {@link EveryTaskSetting} whose windows of a week are judged from day 35 on. */
abstract class EveryTaskWatching extends EveryTaskSetting {
    static final Instant SERVED_FROM = Instant.parse("2013-02-05T00:00:00Z");

    final void watch(String law) throws SQLException {
        Finished first = run("first", table(law));
        activities.retrain().bootstrap(first.plan(), first.registered().version(), first.validation());
        registry.append(
                MODEL,
                "monitor",
                state -> new EntryDraft(
                        TimelineKind.MONITORING_STARTED,
                        ADA,
                        Optional.empty(),
                        "started",
                        new RegistryChange.MonitoringStarted(SERVED_FROM),
                        Evidence.none()));
    }

    /* The declaration with these objectives, and with lines of its own. */
    static String declared(String file, String... objectives) {
        return file.replace(
                "  retrain:\n",
                "  objectives: [" + String.join(", ", objectives)
                        + "]\n  monitor: {every: P7D, window: P7D}\n  retrain:\n    on: [harm]\n");
    }

    final void serve(String answers, String label, int... days) throws SQLException {
        serveAs("size, kind", answers, label, days);
    }

    final void serveAs(String features, String answers, String label, int... days) throws SQLException {
        for (int day : days) {
            serveLogging(
                    day, features, answers + "NULL::INTEGER AS _paired_version, NULL::DOUBLE AS _paired_score", label);
        }
    }

    final WindowJudgement judged(int day) {
        MonitorActivities monitor = activities.monitor();
        TimeWindow window = TimeWindow.startingAt(SERVED_FROM.plus(Duration.ofDays(day - 35L)), Duration.ofDays(7));
        assertThat(monitor.due(MODEL).windows()).containsExactly(window);
        countNewSegments(window);
        WindowJudgement judgement = monitor.evaluate(MODEL, window, monitor.fitChallenger(MODEL, window));
        monitor.record(MODEL, judgement);
        monitor.record(MODEL, judgement);
        return judgement;
    }

    /* The recorded report of a week, whatever else is due. */
    final OutcomeWindowReport looked(int day) throws IOException {
        TimeWindow window = TimeWindow.startingAt(SERVED_FROM.plus(Duration.ofDays(day - 35L)), Duration.ofDays(7));
        WindowJudgement judgement = activities.monitor().evaluate(MODEL, window, Optional.empty());
        activities.monitor().record(MODEL, judgement);
        assertThat(undescribed(judgement)).isEmpty();
        return report(judgement);
    }

    final OutcomeWindowReport report(WindowJudgement judgement) {
        OutcomeWindowReport report = registry.document(judgement.report(), OutcomeWindowReport.class);
        assertThat(report.verdict().recomputed()).contains(report.verdict());
        return report;
    }

    final List<String> undescribed(WindowJudgement judgement) throws IOException {
        return PublishedSchema.problems(
                OutcomeWindowReport.SCHEMA,
                new ObjectMapper().readTree(registry.blob(judgement.report()).orElseThrow()));
    }

    final String sentence(TimelineKind kind) {
        List<RegistryEntry> entries = registry.history(MODEL, 0, 10_000).stream()
                .filter(entry -> entry.entry().kind() == kind)
                .toList();
        return entries.get(entries.size() - 1).entry().sentence();
    }

    private void countNewSegments(TimeWindow window) {
        ProfileActivities profiles = activities.profiles();
        ProfileActivities.SegmentPlan plan = profiles.plan(MODEL, window);
        assertThat(plan.missing()).isEqualTo(plan.segments());
        int read = 0;
        for (int batch = 0; batch < plan.batches(); batch++) {
            read += profiles.count(MODEL, plan, batch).read();
        }
        assertThat(read).isEqualTo(plan.segments());
        assertThat(profiles.plan(MODEL, window).missing()).isZero();
    }
}
