package dev.perennial.activities.monitor;

import dev.perennial.activities.data.EpochMicros;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.reference.Reference;
import dev.perennial.activities.reference.ReferenceRows;
import dev.perennial.activities.reference.VersionScores;
import dev.perennial.monitoring.decision.DecisionPolicy;
import dev.perennial.monitoring.decision.PairedScores;
import dev.perennial.monitoring.decision.StalenessEvidence;
import dev.perennial.monitoring.decision.StalenessPolicy;
import dev.perennial.monitoring.decision.StalenessVerdict;
import dev.perennial.monitoring.decision.WindowContext;
import dev.perennial.monitoring.decision.WindowDecision;
import dev.perennial.monitoring.decision.WindowEvidence;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.drift.ColumnDrift;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftMeasure;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.paired.Loss;
import dev.perennial.monitoring.paired.PairedTest;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.report.FalseAlarmSection;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.TimeWindow;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.workflows.monitor.ReportSections;
import dev.perennial.workflows.monitor.WindowReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Judges the rows of one window. The champion is scored anew on all of them, whoever answered at the time; rows that it has
 * seen in training or validation count for drift, and for nothing else. The challenger is scored on the labelled rows
 * beside it, and only rows later than the evidence so far are added to that evidence: windows may overlap, evidence may
 * not.
 */
final class WindowEvaluation {
    private final ModelVersion version;
    private final VersionScores champion;
    private final Baseline<Reference> baseline;
    private final Reference reference;
    private final Optional<ReferenceRows> referenceRows;
    private final WindowSections lookingAt;
    private final Optional<Challenger> challenger;
    private final Optional<WindowReport> before;
    private final VerdictContext.Past past;
    private final Circumstances circumstances;

    /** {@code before} is the report whose evidence goes on, if the champion is in the same term. */
    WindowEvaluation(
            ModelVersion version,
            VersionScores champion,
            Baseline<Reference> baseline,
            Optional<ReferenceRows> referenceRows,
            WindowSections lookingAt,
            Optional<Challenger> challenger,
            Optional<WindowReport> before,
            VerdictContext.Past past,
            Circumstances circumstances) {
        this.version = version;
        this.champion = champion;
        this.baseline = baseline;
        reference = baseline.reference();
        this.referenceRows = referenceRows;
        this.lookingAt = lookingAt;
        this.challenger = challenger;
        this.before = before;
        this.past = past;
        this.circumstances = circumstances;
    }

    WindowReport judge(
            TimeWindow window,
            LoggedRows rows,
            Reference.Counted counted,
            DriftPolicy driftPolicy,
            DecisionPolicy decisionPolicy) {
        JudgedRows judged = new JudgedRows(rows, champion.of(rows), reference.unseenFrom());
        DriftAssessment drift = reference.drift(counted, driftPolicy);
        int[] labelled = judged.labelled();
        BinaryPerformance performance = BinaryPerformance.measure(
                judged.scores(labelled), judged.labels(labelled), judged.blocks(labelled), judged.maturity());
        ReportSections sections = lookingAt.of(window, judged, counted, performance);
        BinaryPerformance achieved = declared(performance, sections.outcomes());
        Optional<double[]> beside =
                challenger.map(other -> other.model().scoreAll(rows.features().select(labelled)));
        Instant pooledFrom = before.map(WindowReport::pooledUntil)
                .filter(until -> until.isAfter(window.from()))
                .orElse(window.from());
        StalenessEvidence evidence = before.map(WindowReport::staleness).orElseGet(StalenessEvidence::empty);
        if (beside.isPresent()) {
            evidence = evidence.plus(later(judged, beside.get(), pooledFrom));
        }
        StalenessVerdict staleness = evidence.verdict(stalenessPolicy());
        WindowContext context = new VerdictContext(referenceRows, judged, drift)
                .measured(sections.integrity(), sections.slices(), past);
        WindowVerdict verdict = WindowDecision.decide(
                new WindowEvidence(
                        drift,
                        achieved,
                        declared(reference.performance(), sections.referenceOutcomes()),
                        staleness,
                        Optional.of(context)),
                decisionPolicy);
        SortedMap<String, Double> numbers = numbers(rows, verdict);
        ServiceFigures.put(numbers, rows);
        beside.ifPresent(other -> addPaired(numbers, judged, other));
        Instant pooledUntil = before.map(WindowReport::pooledUntil)
                .filter(until -> until.isAfter(window.to()))
                .orElse(window.to());
        return new WindowReport(
                version,
                window,
                challenger.map(Challenger::digest),
                verdict,
                evidence,
                pooledUntil,
                numbers,
                notes(judged),
                Optional.of(circumstances.of(
                        judged.logged(), judged.fresh().length, judged.labelled().length, reference.unseenFrom())),
                Optional.of(verdict.ruling()
                        .map(ruling -> sections.with(FalseAlarmSection.of(ruling)))
                        .orElse(sections)));
    }

    /* With the metrics that objectives name beside those that every window has. */
    private BinaryPerformance declared(BinaryPerformance performance, Optional<OutcomeReport> all) {
        return all.map(report -> performance.with(lookingAt.declared(), report)).orElse(performance);
    }

    /* What a replacement costs and may bring is measured by the loss on the reference. */
    private StalenessPolicy stalenessPolicy() {
        OptionalDouble loss = reference.performance().logLoss().point();
        return loss.isPresent() && loss.getAsDouble() > 0
                ? StalenessPolicy.daily(loss.getAsDouble())
                : StalenessPolicy.standard();
    }

    private List<String> notes(JudgedRows judged) {
        List<String> notes = new ArrayList<>();
        baseline.note().ifPresent(notes::add);
        reference
                .rows()
                .filter(named -> referenceRows.isEmpty())
                .map(named -> goneNote(named.heldOut()))
                .ifPresent(notes::add);
        int known = judged.logged().size() - judged.fresh().length;
        if (known > 0) {
            notes.add(known + " rows before " + PlainTime.of(reference.unseenFrom())
                    + (champion.model().isEmpty()
                            ? " are of the reference itself and count for drift only"
                            : " were known to the champion and count for drift only"));
        }
        int foreign = judged.logged().foreignLabels();
        if (foreign > 0) {
            notes.add(foreign + (foreign == 1 ? " label is" : " labels are")
                    + " neither 0 nor 1 and left out; the producer of labels should send one of the two");
        }
        if (challenger.isEmpty() && champion.model().isPresent()) {
            notes.add("there was no challenger: too few rows had matured since the champion was trained");
        }
        return notes;
    }

    /** What a report says where the rows that the champion was proven on are gone, as after an erasure. */
    static String goneNote(Digest rows) {
        return "the rows that the champion was proven on, " + rows.abbreviated()
                + ", are not stored any more: what is compared with them row by row is absent";
    }

    private static BlockedDifferences later(JudgedRows judged, double[] challenger, Instant from) {
        long first = EpochMicros.of(from);
        int[] labelled = judged.labelled();
        int[] late = IntStream.range(0, labelled.length)
                .filter(at -> judged.logged().eventTimes()[labelled[at]] >= first)
                .toArray();
        int[] lateRows = IntStream.of(late).map(at -> labelled[at]).toArray();
        return new PairedScores(
                        judged.scores(lateRows),
                        IntStream.of(late).mapToDouble(at -> challenger[at]).toArray(),
                        judged.labels(lateRows),
                        judged.blocks(lateRows))
                .differences(Loss.LOG_LOSS);
    }

    private static void addPaired(SortedMap<String, Double> numbers, JudgedRows judged, double[] challenger) {
        boolean[] labels = judged.labels(judged.labelled());
        String[] blocks = judged.blocks(judged.labelled());
        BinaryPerformance other =
                BinaryPerformance.measure(challenger, labels, blocks, LabelMaturity.complete(labels.length));
        put(numbers, "challenger-log-loss", other.logLoss());
        put(numbers, "challenger-auc", other.auc());
        if (PairedTest.of(BlockedDifferences.ofLosses(
                        Loss.LOG_LOSS, judged.scores(judged.labelled()), challenger, labels, blocks))
                instanceof PairedTest.Measured paired) {
            numbers.put("challenger-advantage", paired.meanDifference());
        }
    }

    private static SortedMap<String, Double> numbers(LoggedRows rows, WindowVerdict verdict) {
        WindowEvidence evidence = verdict.evidence();
        SortedMap<String, Double> numbers = new TreeMap<>();
        numbers.put("rows", (double) rows.size());
        numbers.put("labelled", (double) evidence.champion().rows());
        numbers.put("labelled-share", evidence.champion().labels().share());
        put(numbers, "log-loss", evidence.champion().logLoss());
        put(numbers, "auc", evidence.champion().auc());
        put(numbers, "brier", evidence.champion().brier());
        put(numbers, "accuracy", evidence.champion().accuracy());
        put(numbers, "base-rate", evidence.champion().baseRate());
        evidence.champion()
                .further()
                .orElseGet(List::of)
                .forEach(value -> put(numbers, value.name().toString(), value.estimate()));
        put(numbers, "reference-log-loss", evidence.reference().logLoss());
        put(numbers, "reference-auc", evidence.reference().auc());
        put(numbers, "reference-brier", evidence.reference().brier());
        numbers.put("drifted-columns", (double) evidence.drift().drifted().size());
        evidence.drift().columns().stream()
                .flatMap(column -> column.measurements().stream())
                .filter(measured -> measured.measure() == DriftMeasure.POPULATION_STABILITY_INDEX)
                .mapToDouble(measured -> measured.effect())
                .max()
                .ifPresent(worst -> numbers.put("worst-psi", worst));
        pooled(evidence.staleness()).ifPresent(pooled -> {
            numbers.put("pooled-advantage", pooled.advantage());
            numbers.put("pooled-lower-bound", pooled.lowerBound());
            numbers.put("pooled-blocks", (double) pooled.blocks());
        });
        return numbers;
    }

    private static Optional<StalenessVerdict.Numbers> pooled(StalenessVerdict verdict) {
        if (verdict instanceof StalenessVerdict.ChallengerBetter better) {
            return Optional.of(better.numbers());
        }
        return verdict instanceof StalenessVerdict.NoEvidence none ? Optional.of(none.numbers()) : Optional.empty();
    }

    /** Names of drifted columns, worst first. */
    static List<String> drifted(WindowReport report) {
        return report.verdict().evidence().drift().drifted().stream()
                .map(ColumnDrift.Drifted::column)
                .toList();
    }

    private static void put(SortedMap<String, Double> numbers, String name, Estimate estimate) {
        estimate.point().ifPresent(value -> numbers.put(name, value));
    }

    /** The model that is scored beside the champion. */
    record Challenger(Digest digest, CompiledModel model) {}
}
