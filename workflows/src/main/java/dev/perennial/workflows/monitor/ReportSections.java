package dev.perennial.workflows.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.compat.evidently.EvidentlyReport;
import dev.perennial.monitoring.estimation.EstimateTrackRecords;
import dev.perennial.monitoring.joint.JointDrift;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.report.BiasSection;
import dev.perennial.monitoring.report.ColumnDistribution;
import dev.perennial.monitoring.report.EstimateSection;
import dev.perennial.monitoring.report.FalseAlarmSection;
import dev.perennial.monitoring.report.IntegritySection;
import dev.perennial.monitoring.report.PatternSection;
import dev.perennial.monitoring.report.SliceSection;
import dev.perennial.monitoring.report.WindowHistory;
import dev.perennial.monitoring.slices.WeakSlices;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a window's report beside its verdict. A part that an older release did not write, or that does not apply to
 * the model, is absent.
 *
 * @param distributions the counts of every column and of the score, in the window and in the reference, by name
 * @param outcomes every metric of the task on the window's labelled rows
 * @param referenceOutcomes the same on the rows that the champion was proven on
 * @param integrity what is wrong with the rows
 * @param estimates what was expected without labels, with trust and the record so far
 * @param estimateRecords how all estimates of the champion's term have turned out, this window's included
 * @param slices the declared slices
 * @param weakSlices slices that nobody declared in which the model does worse than elsewhere
 * @param joint how far the window differs from the reference when all columns are looked at together
 * @param bias the groups of the declared sensitive columns
 * @param patterns volume and metrics beside windows of the same season
 * @param history what earlier windows had, this one included
 * @param falseAlarms the budget of alarms without a reason, with the expected and achieved rates
 * @param evidently what Evidently 0.7 would report, where the declaration asks for it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ReportSections(
        List<ColumnDistribution> distributions,
        Optional<OutcomeReport> outcomes,
        Optional<OutcomeReport> referenceOutcomes,
        Optional<IntegritySection> integrity,
        Optional<EstimateSection> estimates,
        Optional<EstimateTrackRecords> estimateRecords,
        Optional<SliceSection> slices,
        Optional<WeakSlices> weakSlices,
        Optional<JointDrift> joint,
        Optional<BiasSection> bias,
        Optional<PatternSection> patterns,
        Optional<WindowHistory> history,
        Optional<FalseAlarmSection> falseAlarms,
        Optional<EvidentlyReport> evidently) {

    /** Copies the lists. */
    public ReportSections {
        distributions = List.copyOf(distributions);
    }

    /** The same with the budget of false alarms, which only the verdict knows. */
    public ReportSections with(FalseAlarmSection alarms) {
        return new ReportSections(
                distributions,
                outcomes,
                referenceOutcomes,
                integrity,
                estimates,
                estimateRecords,
                slices,
                weakSlices,
                joint,
                bias,
                patterns,
                history,
                Optional.of(alarms),
                evidently);
    }

    /** Sections that have only distributions so far. */
    public static Builder with(List<ColumnDistribution> distributions) {
        return new Builder(distributions);
    }

    /** Collects sections; not thread-safe. */
    public static final class Builder {
        private final List<ColumnDistribution> distributions;
        private Optional<OutcomeReport> outcomes = Optional.empty();
        private Optional<OutcomeReport> referenceOutcomes = Optional.empty();
        private Optional<IntegritySection> integrity = Optional.empty();
        private Optional<EstimateSection> estimates = Optional.empty();
        private Optional<EstimateTrackRecords> estimateRecords = Optional.empty();
        private Optional<SliceSection> slices = Optional.empty();
        private Optional<WeakSlices> weakSlices = Optional.empty();
        private Optional<JointDrift> joint = Optional.empty();
        private Optional<BiasSection> bias = Optional.empty();
        private Optional<EvidentlyReport> evidently = Optional.empty();
        private Optional<PatternSection> patterns = Optional.empty();
        private Optional<WindowHistory> history = Optional.empty();

        private Builder(List<ColumnDistribution> distributions) {
            this.distributions = distributions;
        }

        /** Adds what the window's labelled rows show. */
        public Builder outcomes(OutcomeReport measured) {
            outcomes = Optional.of(measured);
            return this;
        }

        /** Adds what the reference's rows show. */
        public Builder referenceOutcomes(OutcomeReport measured) {
            referenceOutcomes = Optional.of(measured);
            return this;
        }

        /** Adds what is wrong with the rows. */
        public Builder integrity(IntegritySection found) {
            integrity = Optional.of(found);
            return this;
        }

        /** Adds what was expected without labels. */
        public Builder estimates(EstimateSection expected) {
            estimates = Optional.of(expected);
            return this;
        }

        /** Adds how all estimates of the champion's term have turned out. */
        public Builder estimateRecords(EstimateTrackRecords known) {
            estimateRecords = Optional.of(known);
            return this;
        }

        /** Adds the declared slices. */
        public Builder slices(SliceSection judged) {
            slices = Optional.of(judged);
            return this;
        }

        /** Adds the slices that nobody declared. */
        public Builder weakSlices(WeakSlices found) {
            weakSlices = Optional.of(found);
            return this;
        }

        /** Adds the drift of all columns together. */
        public Builder joint(JointDrift measured) {
            joint = Optional.of(measured);
            return this;
        }

        /** Adds the groups of sensitive columns. */
        public Builder bias(BiasSection compared) {
            bias = Optional.of(compared);
            return this;
        }

        /** Adds what Evidently would report. */
        public Builder evidently(EvidentlyReport report) {
            evidently = Optional.of(report);
            return this;
        }

        /** Adds the comparison with windows of the same season, and the windows themselves. */
        public Builder patterns(PatternSection compared, WindowHistory windows) {
            patterns = Optional.of(compared);
            history = Optional.of(windows);
            return this;
        }

        /** The sections given so far. */
        public ReportSections build() {
            return new ReportSections(
                    distributions,
                    outcomes,
                    referenceOutcomes,
                    integrity,
                    estimates,
                    estimateRecords,
                    slices,
                    weakSlices,
                    joint,
                    bias,
                    patterns,
                    history,
                    Optional.empty(),
                    evidently);
        }
    }
}
