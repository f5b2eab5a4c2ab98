package dev.perennial.monitoring.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.estimation.EstimateTrackRecord;
import dev.perennial.monitoring.estimation.EstimateTrackRecords;
import dev.perennial.monitoring.estimation.EstimatedMetric;
import dev.perennial.monitoring.estimation.HarmJudgement;
import dev.perennial.monitoring.estimation.HarmLimit;
import dev.perennial.monitoring.estimation.HarmPolicy;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.estimation.Overlap;
import dev.perennial.monitoring.estimation.PerformanceEstimate;
import dev.perennial.monitoring.estimation.WindowEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was expected of a window without its labels, what the labels then showed, and how such estimates have turned out so
 * far.
 *
 * @param rows rows with a usable score
 * @param unusable rows without one
 * @param overlap how well the reference covers the window
 * @param metrics one line a metric
 */
public record EstimateSection(long rows, long unusable, Overlap overlap, List<Line> metrics) {

    /** Copies the list. */
    public EstimateSection {
        Require.notNegative(rows, "row count");
        Require.notNegative(unusable, "count of unusable rows");
        metrics = List.copyOf(metrics);
    }

    /**
     * One metric.
     *
     * @param metric the metric
     * @param estimate its estimate, its interval widened or its trust withdrawn as the track record bids
     * @param harm whether it speaks for harm; absent for metrics that no objective names
     * @param realised what the labels showed; absent while they are young
     * @param record how its trusted estimates have turned out, this one included where its labels are there
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Line(
            EstimatedMetric metric,
            PerformanceEstimate estimate,
            Optional<Harm> harm,
            OptionalDouble realised,
            EstimateTrackRecord record) {

        /** Checks the number. */
        public Line {
            realised.ifPresent(value -> Require.finite(value, "realised value"));
        }
    }

    /**
     * An estimate held against its limit.
     *
     * @param because one sentence with the numbers
     * @param verdict whether it speaks for harm
     * @param limit the limit
     */
    public record Harm(String because, HarmVerdict verdict, HarmLimit limit) {}

    /**
     * Tempers the estimates of a window by the record so far, judges them, and sets beside them what the labels showed.
     *
     * @param estimate the estimates as they were made
     * @param limits the limit of each metric that an objective names
     * @param before the record so far
     * @param realised what the labels showed; without the metrics whose labels are young
     */
    public static EstimateSection of(
            WindowEstimate estimate,
            Map<EstimatedMetric, HarmLimit> limits,
            EstimateTrackRecords before,
            Map<EstimatedMetric, Double> realised) {
        EstimateTrackRecords after = before.after(estimate, realised);
        List<Line> lines = new ArrayList<>();
        before.temper(estimate)
                .metrics()
                .forEach((metric, tempered) -> lines.add(new Line(
                        metric,
                        tempered,
                        Optional.ofNullable(limits.get(metric)).map(limit -> harm(tempered, limit)),
                        realised.containsKey(metric) ? OptionalDouble.of(realised.get(metric)) : OptionalDouble.empty(),
                        after.of(metric))));
        return new EstimateSection(estimate.rows(), estimate.unusable(), estimate.overlap(), lines);
    }

    private static Harm harm(PerformanceEstimate estimate, HarmLimit limit) {
        HarmVerdict verdict = HarmJudgement.judge(estimate, limit, HarmPolicy.standard());
        return new Harm(verdict.because(), verdict, limit);
    }
}
