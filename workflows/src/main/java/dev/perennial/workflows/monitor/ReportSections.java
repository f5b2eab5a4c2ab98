package dev.perennial.workflows.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.report.ColumnDistribution;
import dev.perennial.monitoring.report.IntegritySection;
import dev.perennial.monitoring.report.PatternSection;
import dev.perennial.monitoring.report.WindowHistory;
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
 * @param patterns volume and metrics beside windows of the same season
 * @param history what earlier windows had, this one included
 * @param estimates what was estimated before the labels came, beside what they show
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ReportSections(
        List<ColumnDistribution> distributions,
        Optional<OutcomeReport> outcomes,
        Optional<OutcomeReport> referenceOutcomes,
        Optional<IntegritySection> integrity,
        Optional<PatternSection> patterns,
        Optional<WindowHistory> history,
        Optional<EstimateReconciliation> estimates) {

    /** Copies the lists. */
    public ReportSections {
        distributions = List.copyOf(distributions);
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
        private Optional<PatternSection> patterns = Optional.empty();
        private Optional<WindowHistory> history = Optional.empty();
        private Optional<EstimateReconciliation> estimates = Optional.empty();

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

        /** Adds the comparison with windows of the same season, and the windows themselves. */
        public Builder patterns(PatternSection compared, WindowHistory windows) {
            patterns = Optional.of(compared);
            history = Optional.of(windows);
            return this;
        }

        /** Adds the estimates beside what the labels show. */
        public Builder estimates(EstimateReconciliation reconciled) {
            estimates = Optional.of(reconciled);
            return this;
        }

        /** The sections given so far. */
        public ReportSections build() {
            return new ReportSections(
                    distributions, outcomes, referenceOutcomes, integrity, patterns, history, estimates);
        }
    }
}
