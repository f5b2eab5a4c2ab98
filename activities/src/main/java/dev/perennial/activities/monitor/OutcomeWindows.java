package dev.perennial.activities.monitor;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.EpochMicros;
import dev.perennial.activities.data.LogQuery;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.profiles.SegmentProfiles;
import dev.perennial.activities.reference.DayBlocks;
import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.activities.reference.ProvenOutcomes;
import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.reference.ScoredOutcomes;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.decision.DecisionPolicy;
import dev.perennial.monitoring.decision.MetricObjective;
import dev.perennial.monitoring.decision.OutcomeDecision;
import dev.perennial.monitoring.decision.OutcomeEvidence;
import dev.perennial.monitoring.decision.OutcomeVerdict;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.performance.Metric;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ObjectiveMetric;
import dev.perennial.registry.spec.ObjectiveSpec;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Outputs;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import dev.perennial.workflows.monitor.ReportSections;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Judges windows of a regression, or of several classes: drift of features and answers, what the champion achieved on rows
 * that it had not seen, and the objectives on that. It answers anew on all rows, whoever answered at the time.
 */
final class OutcomeWindows {
    private static final String NOT_JUDGED =
            "of this task estimates before labels and a refitted challenger are not judged";

    private final Workbench workbench;
    private final SegmentProfiles profiles;

    OutcomeWindows(Workbench workbench, SegmentProfiles profiles) {
        this.workbench = workbench;
        this.profiles = profiles;
    }

    /** Whether windows of the model are judged here. */
    static boolean judges(ModelSpec spec) {
        return !(spec.outputs() instanceof Outputs.Probability);
    }

    WindowJudgement judge(ModelState state, ModelSpec spec, TimeWindow window) {
        ModelVersion version = state.requireChampion();
        VersionManifest manifest = workbench.registry().manifest(version);
        CompiledModel champion = workbench.models().of(manifest.compiledModel());
        OutcomeReference reference = workbench.registry().document(manifest.referenceProfile(), OutcomeReference.class);
        Optional<Instant> mature = workbench
                .watermarks()
                .of(spec.name(), spec.monitor().lateness())
                .map(watermark -> watermark.minus(spec.label().matureAfter()));
        LoggedRows rows =
                workbench.log().read(new LogQuery(spec.name(), champion.schema(), spec.outputs(), window, mature));
        ScoredOutcomes answered = answered(champion, rows);
        long unseen = EpochMicros.of(reference.unseenFrom());
        int[] fresh = IntStream.range(0, rows.size())
                .filter(row -> rows.eventTimes()[row] >= unseen)
                .toArray();
        int[] labelled = IntStream.of(fresh).filter(rows::labelled).toArray();
        OutcomeReport outcomes = answered.select(labelled).report(new LabelMaturity(labelled.length, fresh.length));
        Reference.Counted counted =
                reference.counted(profiles.sum(version, window).profile());
        DriftAssessment drift = reference.drift(counted, Policies.drift(spec));
        Optional<OutcomeWindowReport> before = before(state, window);
        List<Double> earlier = before.filter(last -> last.champion().equals(version))
                .map(OutcomeWindows::pValues)
                .orElse(List.of());
        Optional<ProvenOutcomes> proven = ProvenOutcomes.heldOut(workbench, reference.rows(), champion, rows.outputs());
        OutcomeSections looked =
                new OutcomeSections(spec, reference, proven, new AnsweredWindow(window, rows, answered, fresh));
        Optional<ReportSections> handedOn = before.flatMap(OutcomeWindowReport::sections);
        ReportSections.Builder found = ReportSections.with(reference.distributions(counted));
        looked.add(found, handedOn, outcomes);
        ReportSections sections = found.build();
        OutcomeVerdict verdict = OutcomeDecision.decide(
                new OutcomeEvidence(
                        drift,
                        outcomes,
                        reference.performance(),
                        Optional.of(looked.context(sections, drift, onset(before, version)))),
                objectives(spec),
                new DecisionPolicy(
                        List.of(),
                        DecisionPolicy.standard().minimumMaturity(),
                        DecisionPolicy.standard().minimumRows(),
                        Policies.levels(spec)),
                earlier);
        OutcomeWindowReport report = new OutcomeWindowReport(
                version,
                window,
                spec.task().word(),
                verdict,
                earlier,
                numbers(rows, verdict),
                notes(rows, fresh.length, reference, proven),
                before.flatMap(last -> state.lastWindow().map(ModelState.EvaluatedWindow::report)),
                Optional.of(looked.told(sections, handedOn, verdict.ruling().severity())));
        return new WindowJudgement(
                window,
                verdict.word().label(),
                verdict.because(),
                workbench.registry().putDocument(report),
                suggestion(verdict, spec),
                new TreeMap<>(report.numbers()));
    }

    private static ScoredOutcomes answered(CompiledModel champion, LoggedRows rows) {
        return new ScoredOutcomes(
                rows.outputs(),
                ScoredOutcomes.placed(champion.scoreAll(rows.features()), champion.outputs(), rows.outputs()),
                rows.labels(),
                DayBlocks.of(rows.eventTimes()));
    }

    /* Harm in the first window of a champion's term came with it if its predecessor's last window was without. */
    private static CauseEvidence.Onset onset(Optional<OutcomeWindowReport> before, ModelVersion champion) {
        return before.filter(last -> !last.champion().equals(champion)
                                && last.verdict().word() != Word.HARM)
                        .isPresent()
                ? CauseEvidence.Onset.WITH_PROMOTION
                : CauseEvidence.Onset.WITHIN_TERM;
    }

    private static List<Double> pValues(OutcomeWindowReport last) {
        List<Double> values = new ArrayList<>();
        values.add(last.verdict().ruling().smallestPValue());
        last.earlier().stream().limit(1).forEach(values::add);
        return values;
    }

    /** What must hold against the reference. */
    private static List<MetricObjective> objectives(ModelSpec spec) {
        return spec.objectives().stream()
                .filter(declared -> ObjectiveMetric.named(declared.metric())
                        .filter(metric -> metric.source() == ObjectiveMetric.Source.LABELS)
                        .isPresent())
                .flatMap(declared -> declared.bound() instanceof ObjectiveSpec.WorseThanReference relative
                        ? Optional.of(new MetricObjective(Metric.named(declared.metric()), relative.share())).stream()
                        : Optional.<MetricObjective>empty().stream())
                .distinct()
                .toList();
    }

    private static SortedMap<String, Double> numbers(LoggedRows rows, OutcomeVerdict verdict) {
        SortedMap<String, Double> numbers = new TreeMap<>();
        OutcomeReport champion = verdict.evidence().champion();
        numbers.put("rows", (double) rows.size());
        numbers.put("labelled", (double) champion.rows());
        numbers.put("labelled-share", champion.labels().share());
        put(numbers, "", champion);
        put(numbers, "reference-", verdict.evidence().reference());
        numbers.put(
                "drifted-columns", (double) verdict.evidence().drift().drifted().size());
        ServiceFigures.put(numbers, rows);
        return numbers;
    }

    private static void put(SortedMap<String, Double> numbers, String prefix, OutcomeReport outcomes) {
        outcomes.metrics()
                .forEach(metric ->
                        metric.estimate().point().ifPresent(value -> numbers.put(prefix + metric.name(), value)));
    }

    private static List<String> notes(
            LoggedRows rows, int fresh, OutcomeReference reference, Optional<ProvenOutcomes> proven) {
        List<String> notes = new ArrayList<>(List.of(NOT_JUDGED));
        if (proven.isEmpty()) {
            notes.add("the rows that the champion was proven on, "
                    + reference.rows().heldOut().abbreviated()
                    + ", are not stored any more: what is compared with them row by row is absent");
        }
        if (rows.size() > fresh) {
            notes.add(rows.size() - fresh + " rows before " + PlainTime.of(reference.unseenFrom())
                    + " were known to the champion and count for drift only");
        }
        if (rows.foreignLabels() > 0) {
            notes.add(rows.foreignLabels() + (rows.foreignLabels() == 1 ? " label is" : " labels are")
                    + " none of the declared kind and left out");
        }
        return notes;
    }

    /* The report of the newest window that was recorded, if that ended before this one does. */
    private Optional<OutcomeWindowReport> before(ModelState state, TimeWindow window) {
        return state.lastWindow()
                .filter(last -> last.window().to().isBefore(window.to()))
                .map(last -> report(last.report()));
    }

    /** The stored report. */
    OutcomeWindowReport report(Digest digest) {
        return workbench.registry().document(digest, OutcomeWindowReport.class);
    }

    private static Optional<RetrainSpec.Trigger> suggestion(OutcomeVerdict verdict, ModelSpec spec) {
        return Optional.of(RetrainSpec.Trigger.HARM)
                .filter(trigger -> verdict.allowsRetraining())
                .filter(spec.retrain().on()::contains);
    }
}
