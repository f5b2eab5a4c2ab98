package dev.perennial.benchmarks.judgement;

import dev.perennial.activities.training.CandidateTrainer;
import dev.perennial.activities.training.Progress;
import dev.perennial.monitoring.cause.BurstPolicy;
import dev.perennial.monitoring.cause.BurstSearch;
import dev.perennial.monitoring.cause.Cause;
import dev.perennial.monitoring.cause.CauseEvidence;
import dev.perennial.monitoring.cause.LabelChange;
import dev.perennial.monitoring.cause.LabelPolicy;
import dev.perennial.monitoring.cause.ScoredLabels;
import dev.perennial.monitoring.decision.AlarmLevels;
import dev.perennial.monitoring.decision.AlarmSeverity;
import dev.perennial.monitoring.decision.AlarmTally;
import dev.perennial.monitoring.decision.DecisionPolicy;
import dev.perennial.monitoring.decision.EarlierWindow;
import dev.perennial.monitoring.decision.ObjectiveOutcome;
import dev.perennial.monitoring.decision.StalenessEvidence;
import dev.perennial.monitoring.decision.StalenessPolicy;
import dev.perennial.monitoring.decision.StalenessVerdict;
import dev.perennial.monitoring.decision.WindowContext;
import dev.perennial.monitoring.decision.WindowDecision;
import dev.perennial.monitoring.decision.WindowEvidence;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.decision.WindowVerdict.Action;
import dev.perennial.monitoring.drift.ColumnDrift;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.drift.DriftMeasure;
import dev.perennial.monitoring.drift.DriftMeasurement;
import dev.perennial.monitoring.drift.DriftPolicy;
import dev.perennial.monitoring.paired.BlockedDifferences;
import dev.perennial.monitoring.paired.Loss;
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.profile.TableProfile;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.scoring.CompiledModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The flights of 2013 under a model frozen on day 46, in weekly and in daily windows with their labels: is the service
 * harmed, and would a newer model be better? The reference is days 47 to 60; each week's challenger has the champion's
 * recipe and the newest 60,000 flights before the week, as in the running loop.
 */
final class FlightWindows {
    private static final int TRAINED_UNTIL = 46;
    private static final int REFERENCE_UNTIL = 60;
    private static final int LAST_DAY = 365;
    private static final int WEEK = 7;
    private static final int CHALLENGER_ROWS = 60_000;
    private static final double DAYS_A_YEAR = 365.2425;
    private static final double MOST = 0.5;
    private static final CandidateRecipe RECIPE =
            new CandidateRecipe("gradient-boosting", new TreeMap<>(Map.of("trees", 150.0)));

    private final PrintStream out;
    private final Flights year;
    private final CompiledModel champion;
    private final Flights reference;
    private final ColumnTable referenceTable;
    private final TableBins bins;
    private final TableProfile profile;
    private final BinaryPerformance performance;
    private final ScoredLabels referenceLabels;
    private final StalenessPolicy staleness;

    private FlightWindows(PrintStream out, Flights year) {
        this.out = out;
        this.year = year;
        champion = trained(year.days(1, TRAINED_UNTIL));
        reference = year.days(TRAINED_UNTIL + 1, REFERENCE_UNTIL);
        referenceTable = reference.table();
        bins = reference.bins();
        profile = reference.profile(bins);
        double[] scores = reference.scores(champion);
        performance = performance(reference, scores);
        referenceLabels = ScoredLabels.of(scores, reference.labels());
        staleness = StalenessPolicy.daily(logLoss(performance));
    }

    static void run(PrintStream out, Path folder, Verdicts verdicts) throws IOException {
        new FlightWindows(out, Flights.read(folder)).run(verdicts);
    }

    private void run(Verdicts verdicts) {
        List<BlockedDifferences> differences = new ArrayList<>();
        for (int from = REFERENCE_UNTIL + 1; from <= LAST_DAY; from += WEEK) {
            CompiledModel challenger = trained(year.days(1, from - 1).newest(CHALLENGER_ROWS));
            Flights week = year.days(from, Math.min(LAST_DAY, from + WEEK - 1));
            differences.add(BlockedDifferences.ofLosses(
                    Loss.LOG_LOSS, week.scores(champion), week.scores(challenger), week.labels(), week.blocks()));
        }
        out.println();
        out.println("Flights 2013, a model frozen on day 46, judged with labels");
        Summary weeks = judged(WEEK, differences);
        Summary days = judged(1, differences);
        print("weeks", weeks);
        print("days", days);
        verdicts.atMost(
                "Flights: alarms or retraining requests whose only ground is drift",
                weeks.groundless + days.groundless,
                0,
                "%.0f of " + (weeks.alarms() + days.alarms()));
        withoutWeather(verdicts, days);
    }

    private void withoutWeather(Verdicts verdicts, Summary days) {
        WindowVerdict last = days.last.orElseThrow();
        List<String> missing = last.evidence().drift().drifted().stream()
                .filter(column -> column.measurements().stream().anyMatch(FlightWindows::newlyMissing))
                .map(ColumnDrift.Drifted::column)
                .sorted()
                .toList();
        out.println("31 December: " + last.word().label() + "; columns that lost most of their values: "
                + String.join(", ", missing));
        String floor = "Flights: the day without weather is reported as such, and every day is judged";
        String found = missing.size() + " of " + Flights.WEATHER.size() + " columns, " + days.windows + " days";
        if (missing.containsAll(Flights.WEATHER) && days.windows == LAST_DAY - REFERENCE_UNTIL) {
            verdicts.holds(floor, found);
        } else {
            verdicts.broken(floor, found);
        }
    }

    private static boolean newlyMissing(DriftMeasurement measured) {
        return measured.measure() == DriftMeasure.MISSING_SHARE && measured.drifted() && measured.effect() > MOST;
    }

    private Summary judged(int length, List<BlockedDifferences> differences) {
        Summary summary = new Summary();
        DecisionPolicy standard = DecisionPolicy.standard();
        DecisionPolicy policy = new DecisionPolicy(
                standard.objectives(),
                standard.minimumMaturity(),
                standard.minimumRows(),
                AlarmLevels.of(4, 24, DAYS_A_YEAR / length));
        StalenessEvidence evidence = StalenessEvidence.empty();
        List<EarlierWindow> earlier = new ArrayList<>();
        AlarmTally tally = AlarmTally.empty();
        boolean asked = false;
        for (int from = REFERENCE_UNTIL + 1; from <= LAST_DAY; from += length) {
            Flights window = year.days(from, Math.min(LAST_DAY, from + length - 1));
            evidence = evidence.plus(of(differences.get((from - REFERENCE_UNTIL - 1) / WEEK), window.blocks()));
            WindowVerdict verdict = WindowDecision.decide(
                    evidence(window, evidence.verdict(staleness), new Memory(List.copyOf(earlier), tally)), policy);
            earlier.add(
                    0,
                    new EarlierWindow(
                            "day " + from, verdict.ruling().orElseThrow().smallestPValue()));
            tally = verdict.ruling().orElseThrow().tally();
            summary.add(verdict);
            boolean harmed = verdict.ruling().orElseThrow().severity() != AlarmSeverity.LOG;
            if (length == WEEK && (harmed || (summary.requests == 1 && !asked))) {
                out.printf(
                        Locale.ROOT,
                        "days %3d-%3d %-18s %-6s %s%n",
                        from,
                        Math.min(LAST_DAY, from + length - 1),
                        verdict.word().label(),
                        verdict.ruling().orElseThrow().severity().label(),
                        verdict.because());
            }
            asked = summary.requests > 0;
        }
        return summary;
    }

    /* The window's own days of the week's differences. */
    private static BlockedDifferences of(BlockedDifferences week, String[] blocks) {
        TreeMap<String, BlockedDifferences.BlockSum> kept = new TreeMap<>();
        for (String block : blocks) {
            BlockedDifferences.BlockSum sum = week.blocks().get(block);
            if (sum != null) {
                kept.put(block, sum);
            }
        }
        return new BlockedDifferences(kept);
    }

    private WindowEvidence evidence(Flights window, StalenessVerdict stale, Memory memory) {
        double[] scores = window.scores(champion);
        DriftAssessment drift = DriftAssessment.assess(profile, window.profile(bins), DriftPolicy.standard());
        CauseEvidence cause = new CauseEvidence(
                List.of(),
                BurstSearch.find(referenceTable, window.table(), BurstPolicy.standard()),
                LabelChange.of(referenceLabels, ScoredLabels.of(scores, window.labels()), LabelPolicy.standard()),
                drift.drifted().stream().map(ColumnDrift.Drifted::column).toList(),
                CauseEvidence.Harm.NONE,
                CauseEvidence.Onset.WITHIN_TERM);
        return new WindowEvidence(
                drift,
                performance(window, scores),
                performance,
                stale,
                Optional.of(new WindowContext(List.of(), Optional.of(cause), memory.earlier(), memory.tally())));
    }

    private void print(String windows, Summary summary) {
        out.printf(
                Locale.ROOT,
                "%-6s %3d judged, %3d with drifted columns; harm in %d (%d tickets, %d pages), causes %s;"
                        + " a newer model better in %d%n",
                windows,
                summary.windows,
                summary.drifted,
                summary.harmed,
                summary.tickets,
                summary.pages,
                summary.causes,
                summary.requests);
    }

    private static CompiledModel trained(Flights rows) {
        return new CandidateTrainer()
                .train(RECIPE, rows.labelled(), 1, Progress.ignored())
                .compiled();
    }

    private static BinaryPerformance performance(Flights rows, double[] scores) {
        return BinaryPerformance.measure(scores, rows.labels(), rows.blocks(), LabelMaturity.complete(rows.rows()));
    }

    private static double logLoss(BinaryPerformance performance) {
        return performance.logLoss() instanceof Estimate.Measured measured ? measured.value() : Math.log(2);
    }

    private record Memory(List<EarlierWindow> earlier, AlarmTally tally) {}

    /** What the verdicts of a year amount to. */
    private static final class Summary {
        private final Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
        private int windows;
        private int drifted;
        private int harmed;
        private int tickets;
        private int pages;
        private int requests;
        private int groundless;
        private Optional<WindowVerdict> last = Optional.empty();

        void add(WindowVerdict verdict) {
            last = Optional.of(verdict);
            windows++;
            drifted += verdict.evidence().drift().drifted().isEmpty() ? 0 : 1;
            WindowVerdict.Ruling ruling = verdict.ruling().orElseThrow();
            boolean harm = verdict.action() == Action.ALERT || verdict.action() == Action.ALERT_AND_REQUEST_RETRAINING;
            boolean request = verdict.action() == Action.REQUEST_RETRAINING
                    || verdict.action() == Action.ALERT_AND_REQUEST_RETRAINING;
            harmed += harm ? 1 : 0;
            requests += request ? 1 : 0;
            tickets += ruling.severity() == AlarmSeverity.TICKET ? 1 : 0;
            pages += ruling.severity() == AlarmSeverity.PAGE ? 1 : 0;
            if (harm) {
                ruling.cause().ifPresent(found -> causes.merge(found.cause(), 1, Integer::sum));
            }
            boolean broken = verdict.objectives().stream().anyMatch(ObjectiveOutcome.Broken.class::isInstance);
            boolean stale = verdict.evidence().staleness() instanceof StalenessVerdict.ChallengerBetter;
            groundless += (harm && !broken) || (request && !stale) ? 1 : 0;
        }

        int alarms() {
            return harmed + requests;
        }
    }
}
