package dev.perennial.activities.monitor;

import dev.perennial.activities.context.Failures;
import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.LogQuery;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.profiles.SegmentProfiles;
import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.activities.reference.VersionScores;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.decision.AlarmTally;
import dev.perennial.monitoring.decision.EarlierWindow;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.estimation.EstimateTrackRecords;
import dev.perennial.monitoring.estimation.WindowEstimate;
import dev.perennial.monitoring.profile.ProfileCodec;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.AlertSpec;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.alert.AlertFinding;
import dev.perennial.workflows.alert.AlertPolicy;
import dev.perennial.workflows.alert.AlertStep;
import dev.perennial.workflows.monitor.EstimateReport;
import dev.perennial.workflows.monitor.MonitorActivities;
import dev.perennial.workflows.monitor.OutcomeEstimateReport;
import dev.perennial.workflows.monitor.OutcomeWindowReport;
import dev.perennial.workflows.monitor.ReportContext;
import dev.perennial.workflows.monitor.ReportSections;
import dev.perennial.workflows.monitor.WindowReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The work of a look: which windows are due, the challenger, the verdict, and its entries in the log. */
public final class MonitorActivitiesImpl implements MonitorActivities {
    private static final int MOST_WINDOWS = 4;

    private final Workbench workbench;
    private final ChallengerFitting challengers;
    private final SegmentProfiles profiles;
    private final Silence silence;
    private final EarlyLook earlyLook;
    private final ExternalReferences references;
    private final OutcomeEarlyLook outcomeEarlyLook;
    private final OutcomeWindows outcomes;
    private final WindowRecording recording;
    private final OutcomeRecording outcomeRecording;

    /** Activities on this workbench. */
    public MonitorActivitiesImpl(Workbench workbench) {
        this.workbench = workbench;
        challengers = new ChallengerFitting(workbench);
        profiles = new SegmentProfiles(workbench);
        silence = new Silence(workbench);
        earlyLook = new EarlyLook(workbench, profiles);
        references = new ExternalReferences(workbench);
        outcomeEarlyLook = new OutcomeEarlyLook(workbench);
        outcomes = new OutcomeWindows(workbench, profiles, outcomeEarlyLook);
        WindowTimeline timeline = new WindowTimeline(workbench);
        recording = new WindowRecording(timeline);
        outcomeRecording = new OutcomeRecording(timeline);
    }

    @Override
    public Due due(ModelName model) {
        return Failures.translated(() -> {
            ModelState state = workbench.registry().state(model);
            if (state.spec().isEmpty()) {
                return nothing(model + " is not declared");
            }
            if (state.monitoredFrom().isEmpty()) {
                return nothing("monitoring of " + model + " is paused");
            }
            ModelSpec spec = workbench.spec(state);
            if (state.champion().isEmpty() && spec.external().isEmpty()) {
                return nothing(model + " has no champion yet");
            }
            Optional<Instant> watermark =
                    workbench.watermarks().of(model, spec.monitor().lateness());
            List<AlertStep> alerts =
                    silence.steps(state, spec, state.monitoredFrom().get(), watermark);
            if (watermark.isEmpty()) {
                return new Due(List.of(), "nothing is logged for " + model, alerts);
            }
            Instant mature = watermark.get().minus(spec.label().matureAfter());
            Optional<TimeWindow> reference = references.missing(state, spec);
            if (reference.isPresent() && !mature.isBefore(reference.get().to())) {
                return Due.toFreeze(reference.get(), alerts);
            }
            if (state.champion().isEmpty()) {
                return new Due(
                        List.of(),
                        "the reference " + reference.map(TimeWindow::label).orElse("of " + model)
                                + " is not complete: labels are mature until " + PlainTime.of(mature),
                        alerts);
            }
            List<TimeWindow> windows = WindowGrid.of(state.monitoredFrom().get(), spec.monitor())
                    .between(state.lastWindow().map(last -> last.window().to()), mature, MOST_WINDOWS);
            String note = windows.isEmpty()
                    ? "no window has closed: the log is complete until " + PlainTime.of(watermark.get())
                            + ", labels mature " + PlainTime.of(spec.label().matureAfter()) + " later"
                    : "";
            return new Due(windows, note, alerts);
        });
    }

    @Override
    public Frozen freezeReference(ModelName model, TimeWindow period) {
        return Failures.translated(
                () -> workbench.heartbeat().during("reference " + period, () -> references.freeze(model, period)));
    }

    private static Due nothing(String note) {
        return new Due(List.of(), note);
    }

    @Override
    public Due awaitingLabels(ModelName model) {
        return Failures.translated(() -> {
            ModelState state = workbench.registry().state(model);
            if (state.spec().isEmpty()
                    || state.monitoredFrom().isEmpty()
                    || state.champion().isEmpty()) {
                return nothing("nothing of " + model + " is watched");
            }
            ModelSpec spec = workbench.spec(state);
            Optional<Instant> watermark =
                    workbench.watermarks().of(model, spec.monitor().lateness());
            if (watermark.isEmpty()
                    || !(OutcomeWindows.judges(spec)
                            ? outcomeEarlyLook.isPossible(state.requireChampion())
                            : earlyLook.isPossible(state.requireChampion()))) {
                return nothing("no window of " + model + " can be estimated");
            }
            Instant mature = watermark.get().minus(spec.label().matureAfter());
            List<TimeWindow> windows = WindowGrid.of(state.monitoredFrom().get(), spec.monitor())
                    .between(state.lastWindow().map(last -> last.window().to()), watermark.get(), Integer.MAX_VALUE)
                    .stream()
                    .filter(window -> window.to().isAfter(mature))
                    .filter(window ->
                            earlyLook.found(state.requireChampion(), window).isEmpty())
                    .limit(MOST_WINDOWS)
                    .toList();
            return new Due(windows, "");
        });
    }

    @Override
    public WindowForecast estimate(ModelName model, TimeWindow window) {
        return Failures.translated(
                () -> workbench.heartbeat().during("estimate of " + window, () -> forecast(model, window)));
    }

    private WindowForecast forecast(ModelName model, TimeWindow window) {
        ModelState state = workbench.registry().state(model);
        ModelVersion champion = state.requireChampion();
        ModelSpec spec = workbench.spec(state);
        if (OutcomeWindows.judges(spec)) {
            OutcomeLook look = OutcomeLook.at(workbench, profiles, champion, spec, window, Optional.empty());
            Digest document = outcomeEarlyLook.estimate(spec, look, outcomes.records(state, window));
            OutcomeEstimateReport report = outcomeEarlyLook.report(document);
            return new WindowForecast(
                    window,
                    report.verdict().word().label(),
                    outcomeRecording.estimated(model, report, document),
                    document);
        }
        EstimateTrackRecords past = records(lastReport(state, window)
                .filter(known -> known.report().champion().equals(champion)));
        Digest document = earlyLook.estimate(state, spec, window, past);
        EstimateReport report = workbench.registry().document(document, EstimateReport.class);
        recording.estimated(model, window, report, document);
        return new WindowForecast(window, report.verdict().word().label(), WindowSentences.estimated(report), document);
    }

    @Override
    public Optional<Digest> fitChallenger(ModelName model, TimeWindow window) {
        return Failures.translated(() -> workbench.heartbeat().during("challenger of " + window, () -> {
            ModelState state = workbench.registry().state(model);
            ModelSpec spec = workbench.spec(state);
            if (spec.external().isPresent()) {
                return Optional.empty();
            }
            WindowGrid grid = WindowGrid.of(state.monitoredFrom().orElse(window.from()), spec.monitor());
            return challengers.fit(state, spec, grid.challengerAsOf(window));
        }));
    }

    @Override
    public WindowJudgement evaluate(ModelName model, TimeWindow window, Optional<Digest> challenger) {
        return Failures.translated(
                () -> workbench.heartbeat().during("window " + window, () -> judge(model, window, challenger)));
    }

    private WindowJudgement judge(ModelName model, TimeWindow window, Optional<Digest> challenger) {
        ModelState state = workbench.registry().state(model);
        ModelSpec spec = workbench.spec(state);
        if (OutcomeWindows.judges(spec)) {
            return outcomes.judge(state, spec, window, challenger);
        }
        ModelVersion version = state.requireChampion();
        VersionManifest manifest = workbench.registry().manifest(version);
        VersionScores champion = VersionScores.of(workbench, manifest);
        Reference reference = workbench.registry().document(manifest.referenceProfile(), Reference.class);
        Optional<Instant> mature = workbench
                .watermarks()
                .of(model, spec.monitor().lateness())
                .map(watermark -> watermark.minus(spec.label().matureAfter()));
        LoggedRows rows = workbench.log().read(new LogQuery(model, champion.schema(), window, mature));
        SegmentProfile counted = profiles.sum(version, window).profile();
        Optional<LastReport> last = lastReport(state, window);
        Optional<LastReport> term =
                last.filter(known -> known.report().champion().equals(version));
        Optional<ReferenceRows> heldOut =
                reference.rows().flatMap(stored -> ReferenceRows.heldOut(workbench, stored, champion));
        Baseline<Reference> baseline = Baseline.of(spec.monitor().reference(), version, reference, window, profiles);
        Optional<BaselineRows> baselineRows = baseline.period()
                .map(part -> BaselineRows.logged(
                        workbench.log().read(new LogQuery(model, champion.schema(), part.window(), mature)), champion))
                .or(() -> heldOut.map(BaselineRows::proven));
        WindowReport report = new WindowEvaluation(
                        version,
                        champion,
                        baseline,
                        heldOut,
                        new WindowSections(
                                spec,
                                baseline.reference(),
                                heldOut,
                                baselineRows,
                                last.flatMap(known -> known.report().sections()),
                                new Foresight(earlyLook.found(version, window).map(this::estimateIn), records(term))),
                        challenger.map(digest -> new WindowEvaluation.Challenger(
                                digest, workbench.models().of(digest))),
                        term.map(LastReport::report),
                        past(version, last),
                        circumstances(
                                state,
                                spec,
                                manifest,
                                window,
                                challenger,
                                counted,
                                baseline,
                                last.map(LastReport::link)))
                .judge(window, rows, Reference.Counted.of(counted), Policies.drift(spec), Policies.decision(spec));
        WindowVerdict verdict = report.verdict();
        return new WindowJudgement(
                window,
                verdict.word().label(),
                verdict.because(),
                workbench.registry().putDocument(report),
                suggestion(verdict, spec),
                new TreeMap<>(report.numbers()));
    }

    /* Harm in the first window of a champion's term came with it if its predecessor's last window was without. */
    private static VerdictContext.Past past(ModelVersion champion, Optional<LastReport> last) {
        Optional<WindowVerdict.Ruling> ruling =
                last.flatMap(known -> known.report().verdict().ruling());
        boolean sameTerm =
                last.filter(known -> known.report().champion().equals(champion)).isPresent();
        boolean first = last.filter(
                        known -> !sameTerm && known.report().verdict().word() != WindowVerdict.Word.HARM)
                .isPresent();
        List<EarlierWindow> earlier = new ArrayList<>();
        if (sameTerm) {
            ruling.ifPresent(known ->
                    earlier.add(new EarlierWindow(last.get().report().window().label(), known.smallestPValue())));
            last.flatMap(known -> known.report().verdict().evidence().context())
                    .ifPresent(known -> earlier.addAll(known.earlier()));
        }
        return new VerdictContext.Past(
                earlier,
                ruling.map(WindowVerdict.Ruling::tally).orElseGet(AlarmTally::empty),
                first ? CauseEvidence.Onset.WITH_PROMOTION : CauseEvidence.Onset.WITHIN_TERM);
    }

    private WindowEstimate estimateIn(Digest document) {
        return workbench.registry().document(document, EstimateReport.class).estimate();
    }

    private static EstimateTrackRecords records(Optional<LastReport> term) {
        return term.flatMap(known -> known.report().sections())
                .flatMap(ReportSections::estimateRecords)
                .orElseGet(EstimateTrackRecords::empty);
    }

    private Circumstances circumstances(
            ModelState state,
            ModelSpec spec,
            VersionManifest manifest,
            TimeWindow window,
            Optional<Digest> challenger,
            SegmentProfile counted,
            Baseline<Reference> baseline,
            Optional<ReportContext.Previous> before) {
        return Circumstances.at(
                workbench,
                state,
                spec,
                window,
                new ReportContext.Basis(
                        manifest.referenceProfile(),
                        manifest.compiledModel(),
                        challenger,
                        earlyLook.found(state.requireChampion(), window),
                        List.of(kept(counted)),
                        baseline.period().map(part -> part.compared(workbench)),
                        before));
    }

    private Digest kept(SegmentProfile counted) {
        return workbench.registry().putBlob(ProfileCodec.encode(counted));
    }

    /* The report of the newest window that was recorded, if that ended before this one does. */
    private Optional<LastReport> lastReport(ModelState state, TimeWindow window) {
        return state.lastWindow()
                .filter(last -> last.window().to().isBefore(window.to()))
                .map(last -> new LastReport(
                        new ReportContext.Previous(last.window(), last.report()),
                        workbench.registry().document(last.report(), WindowReport.class)));
    }

    /* Its evidence goes on only within one champion's term. */
    private record LastReport(ReportContext.Previous link, WindowReport report) {}

    private static Optional<RetrainSpec.Trigger> suggestion(WindowVerdict verdict, ModelSpec spec) {
        Optional<RetrainSpec.Trigger> trigger = switch (verdict.action()) {
            case REQUEST_RETRAINING, ALERT_AND_REQUEST_RETRAINING -> Optional.of(RetrainSpec.Trigger.CHALLENGER);
            case ALERT -> Optional.of(RetrainSpec.Trigger.HARM);
            case NONE, RECORD, WAIT -> Optional.empty();
        };
        return trigger.filter(asked -> verdict.allowsRetraining() && verdict.word() != WindowVerdict.Word.SILENCE)
                .filter(spec.retrain().on()::contains);
    }

    @Override
    public void record(ModelName model, WindowJudgement judgement) {
        Failures.run(() -> {
            if (OutcomeWindows.judges(workbench.spec(workbench.registry().state(model)))) {
                outcomeRecording.record(model, judgement, outcomes.report(judgement.report()));
            } else {
                recording.evaluated(
                        model, judgement, workbench.registry().document(judgement.report(), WindowReport.class));
            }
        });
    }

    @Override
    public AlertSteps alerts(ModelName model, WindowJudgement judgement) {
        return Failures.translated(() -> {
            ModelState state = workbench.registry().state(model);
            if (state.spec().isEmpty()) {
                return new AlertSteps(List.of());
            }
            ModelSpec spec = workbench.spec(state);
            AlertPolicy.Basis basis = new AlertPolicy.Basis(
                    judgement.window().to(),
                    Optional.of(judgement.window()),
                    Optional.of(judgement.report()),
                    judgement.numbers());
            if (OutcomeWindows.judges(spec)) {
                OutcomeWindowReport report = outcomes.report(judgement.report());
                return steps(
                        state,
                        spec,
                        new OutcomeFindings(spec, report, report.previous().map(outcomes::report)).all(state.alerts()),
                        basis);
            }
            WindowReport report = workbench.registry().document(judgement.report(), WindowReport.class);
            Optional<WindowReport> before = report.context()
                    .flatMap(context -> context.basis().previous())
                    .map(last -> workbench.registry().document(last.report(), WindowReport.class));
            return steps(state, spec, new WindowFindings(spec, report, before).all(state.alerts()), basis);
        });
    }

    @Override
    public AlertSteps estimateAlerts(ModelName model, WindowForecast forecast) {
        return Failures.translated(() -> {
            ModelState state = workbench.registry().state(model);
            if (state.spec().isEmpty()) {
                return new AlertSteps(List.of());
            }
            ModelSpec spec = workbench.spec(state);
            if (OutcomeWindows.judges(spec)) {
                OutcomeEstimateReport report = outcomeEarlyLook.report(forecast.report());
                return steps(
                        state,
                        spec,
                        OutcomeFindings.early(spec, report.verdict()),
                        new AlertPolicy.Basis(
                                forecast.window().to(),
                                Optional.of(forecast.window()),
                                Optional.of(forecast.report()),
                                OutcomeEstimates.numbers(report.estimate())));
            }
            EstimateReport report = workbench.registry().document(forecast.report(), EstimateReport.class);
            return steps(
                    state,
                    spec,
                    new VerdictFindings(spec, report.verdict()).findings(),
                    new AlertPolicy.Basis(
                            forecast.window().to(),
                            Optional.of(forecast.window()),
                            Optional.of(forecast.report()),
                            WindowSentences.estimates(report)));
        });
    }

    private static AlertSteps steps(
            ModelState state, ModelSpec spec, List<AlertFinding> findings, AlertPolicy.Basis basis) {
        AlertSpec rules = spec.monitor().alerts();
        return new AlertSteps(new AlertPolicy(
                        state.model(), rules.resolveAfter(), rules.coolDown(), state.alerts(), state.endedAlerts())
                .decide(findings, basis));
    }
}
