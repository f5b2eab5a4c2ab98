package dev.perennial.activities.monitor;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.profiles.SegmentProfiles;
import dev.perennial.activities.reference.OutcomeReference;
import dev.perennial.activities.reference.OutcomeRows;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.decision.AlarmTally;
import dev.perennial.monitoring.decision.EarlierWindow;
import dev.perennial.monitoring.decision.OutcomeDecision;
import dev.perennial.monitoring.decision.OutcomeEvidence;
import dev.perennial.monitoring.decision.OutcomeVerdict;
import dev.perennial.monitoring.decision.StalenessEvidence;
import dev.perennial.monitoring.decision.StalenessVerdict;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.estimation.EstimateTrackRecords;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.profile.ProfileCodec;
import dev.perennial.monitoring.report.FalseAlarmSection;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.scoring.Outputs;
import dev.perennial.workflows.monitor.MonitorActivities.WindowJudgement;
import dev.perennial.workflows.monitor.OutcomeEstimateReport;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import dev.perennial.workflows.monitor.ReportContext;
import dev.perennial.workflows.monitor.ReportSections;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judges windows of a regression, or of several classes: drift of features and answers, what the champion achieved on rows
 * that it had not seen, and the objectives on that. It answers anew on all rows, whoever answered at the time.
 */
final class OutcomeWindows {
    private final Workbench workbench;
    private final SegmentProfiles profiles;
    private final OutcomeEarlyLook earlyLook;

    OutcomeWindows(Workbench workbench, SegmentProfiles profiles, OutcomeEarlyLook earlyLook) {
        this.workbench = workbench;
        this.profiles = profiles;
        this.earlyLook = earlyLook;
    }

    /** Whether windows of the model are judged here. */
    static boolean judges(ModelSpec spec) {
        return !(spec.outputs() instanceof Outputs.Probability);
    }

    WindowJudgement judge(ModelState state, ModelSpec spec, TimeWindow window, Optional<Digest> challenger) {
        ModelVersion version = state.requireChampion();
        Optional<Instant> mature = workbench
                .watermarks()
                .of(spec.name(), spec.monitor().lateness())
                .map(watermark -> watermark.minus(spec.label().matureAfter()));
        OutcomeLook look = OutcomeLook.at(workbench, profiles, version, spec, window, mature);
        OutcomeReference reference = look.reference();
        LoggedRows rows = look.rows();
        int[] labelled = look.labelled();
        OutcomeReport outcomes = look.answered().select(labelled).report(look.maturity());
        DriftAssessment drift = look.drift(spec);
        Optional<OutcomeRows> proven = look.proven(workbench);
        Optional<OutcomeWindowReport> before = before(state, window);
        OutcomeChallenge challenge = OutcomeChallenge.of(
                workbench,
                look,
                challenger,
                before.filter(last -> last.champion().equals(version)));
        StalenessEvidence pooled = challenge.pooled();
        StalenessVerdict staleness = challenge.verdict(pooled);
        OutcomeSections looked = new OutcomeSections(spec, proven, look);
        Optional<ReportSections> handedOn = before.flatMap(OutcomeWindowReport::sections);
        ReportSections.Builder sections =
                ReportSections.with(look.baseline().reference().distributions(look.counted()));
        looked.add(sections, look.compared(workbench, proven, mature), handedOn, outcomes);
        OutcomeVerdict byLabels = OutcomeDecision.decide(
                new OutcomeEvidence(
                        drift,
                        outcomes,
                        reference.performance(),
                        Optional.of(looked.context(sections.build(), drift, past(before, version))),
                        Optional.of(staleness)),
                Policies.decision(spec));
        Foresight foresight = new Foresight(
                earlyLook.found(version, window).map(OutcomeEstimateReport::estimate), records(before, version));
        List<HarmVerdict> harm = OutcomeEstimates.add(
                sections,
                spec,
                look,
                proven,
                foresight,
                byLabels.wasEvaluable() ? OutcomeEstimates.realised(look.all().select(labelled)) : Map.of());
        OutcomeVerdict verdict = byLabels.beside(harm);
        ReportSections found = sections.build();
        SortedMap<String, Double> numbers = numbers(rows, verdict, found);
        challenge.addTo(numbers, staleness);
        OutcomeWindowReport report = new OutcomeWindowReport(
                version,
                window,
                spec.task().word(),
                verdict,
                numbers,
                notes(look, proven, challenger),
                last(state, window).map(ModelState.EvaluatedWindow::report),
                Optional.of(
                        FalseAlarmSection.of(verdict.ruling()).map(found::with).orElse(found)),
                challenger,
                Optional.of(pooled),
                Optional.of(challenge.pooledUntil()),
                Optional.of(context(state, spec, look, challenger)));
        return new WindowJudgement(
                window,
                verdict.word().label(),
                verdict.because(),
                workbench.registry().putDocument(report),
                suggestion(verdict, spec),
                new TreeMap<>(report.numbers()));
    }

    private ReportContext context(ModelState state, ModelSpec spec, OutcomeLook look, Optional<Digest> challenger) {
        VersionManifest manifest = workbench.registry().manifest(look.version());
        ReportContext.Basis basis = new ReportContext.Basis(
                manifest.referenceProfile(),
                manifest.compiledModel(),
                challenger,
                earlyLook.document(look.version(), look.window()),
                List.of(workbench.registry().putBlob(ProfileCodec.encode(look.profile()))),
                look.baseline().period().map(part -> part.compared(workbench)),
                last(state, look.window()).map(known -> new ReportContext.Previous(known.window(), known.report())));
        return Circumstances.at(workbench, state, spec, look.window(), basis)
                .of(
                        look.rows(),
                        look.fresh().length,
                        look.labelled().length,
                        look.reference().unseenFrom());
    }

    /** How estimates of the champion's term have turned out up to the newest window that was recorded before this one. */
    EstimateTrackRecords records(ModelState state, TimeWindow window) {
        return records(before(state, window), state.requireChampion());
    }

    private static EstimateTrackRecords records(Optional<OutcomeWindowReport> before, ModelVersion champion) {
        return before.filter(last -> last.champion().equals(champion))
                .flatMap(OutcomeWindowReport::sections)
                .flatMap(ReportSections::estimateRecords)
                .orElseGet(EstimateTrackRecords::empty);
    }

    /* Harm in the first window of a champion's term came with it if its predecessor's last window was without. */
    private static VerdictContext.Past past(Optional<OutcomeWindowReport> before, ModelVersion champion) {
        Optional<OutcomeWindowReport> term =
                before.filter(last -> last.champion().equals(champion));
        boolean first = term.isEmpty()
                && before.filter(last -> !last.verdict().tellsHarm()).isPresent();
        return new VerdictContext.Past(
                term.map(last -> earlier(last.window(), last.verdict())).orElseGet(List::of),
                before.flatMap(last -> last.verdict().ruling().tally()).orElseGet(AlarmTally::empty),
                first ? CauseEvidence.Onset.WITH_PROMOTION : CauseEvidence.Onset.WITHIN_TERM);
    }

    /* A window and those that it remembers, the newest first. */
    private static List<EarlierWindow> earlier(TimeWindow window, OutcomeVerdict verdict) {
        List<EarlierWindow> earlier = new ArrayList<>();
        earlier.add(new EarlierWindow(window.label(), verdict.ruling().smallestPValue()));
        verdict.evidence().context().ifPresent(known -> earlier.addAll(known.earlier()));
        return earlier;
    }

    private static SortedMap<String, Double> numbers(LoggedRows rows, OutcomeVerdict verdict, ReportSections sections) {
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
        sections.estimates().ifPresent(expected -> numbers.putAll(OutcomeEstimates.numbers(expected)));
        return numbers;
    }

    private static void put(SortedMap<String, Double> numbers, String prefix, OutcomeReport outcomes) {
        outcomes.metrics()
                .forEach(metric ->
                        metric.estimate().point().ifPresent(value -> numbers.put(prefix + metric.name(), value)));
    }

    private static List<String> notes(OutcomeLook look, Optional<OutcomeRows> proven, Optional<Digest> challenger) {
        LoggedRows rows = look.rows();
        OutcomeReference reference = look.reference();
        List<String> notes = new ArrayList<>();
        look.baseline().note().ifPresent(notes::add);
        if (proven.isEmpty()) {
            notes.add(WindowEvaluation.goneNote(reference.rows().heldOut()));
        }
        int known = rows.size() - look.fresh().length;
        if (known > 0) {
            notes.add(known + " rows before " + PlainTime.of(reference.unseenFrom())
                    + " were known to the champion and count for drift only");
        }
        if (challenger.isEmpty()) {
            notes.add("there was no challenger: too few rows had matured since the champion was trained");
        }
        if (rows.foreignLabels() > 0) {
            notes.add(rows.foreignLabels() + (rows.foreignLabels() == 1 ? " label is" : " labels are")
                    + " none of the declared kind and left out");
        }
        return notes;
    }

    /* The report of the newest window that was recorded, if that ended before this one does. */
    private Optional<OutcomeWindowReport> before(ModelState state, TimeWindow window) {
        return last(state, window).map(last -> report(last.report()));
    }

    private static Optional<ModelState.EvaluatedWindow> last(ModelState state, TimeWindow window) {
        return state.lastWindow().filter(last -> last.window().to().isBefore(window.to()));
    }

    /** The stored report. */
    OutcomeWindowReport report(Digest digest) {
        return workbench.registry().document(digest, OutcomeWindowReport.class);
    }

    private static Optional<RetrainSpec.Trigger> suggestion(OutcomeVerdict verdict, ModelSpec spec) {
        Optional<RetrainSpec.Trigger> trigger = switch (verdict.action()) {
            case REQUEST_RETRAINING, ALERT_AND_REQUEST_RETRAINING -> Optional.of(RetrainSpec.Trigger.CHALLENGER);
            case ALERT -> Optional.of(RetrainSpec.Trigger.HARM).filter(harm -> verdict.allowsRetraining());
            case NONE, RECORD, WAIT -> Optional.<RetrainSpec.Trigger>empty();
        };
        return trigger.filter(spec.retrain().on()::contains);
    }
}
