package dev.perennial.activities.rollout;

import dev.perennial.activities.data.EpochMicros;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.activities.data.LoggedRows.Arm;
import dev.perennial.activities.reference.DayBlocks;
import dev.perennial.monitoring.decision.CanaryEvidence;
import dev.perennial.monitoring.decision.CanaryEvidence.StepProgress;
import dev.perennial.monitoring.decision.CountGuardrail;
import dev.perennial.monitoring.decision.JudgePolicy;
import dev.perennial.monitoring.decision.JudgedLoss;
import dev.perennial.monitoring.decision.ShadowEvidence;
import dev.perennial.monitoring.sequential.RateLook;
import dev.perennial.monitoring.sequential.SampleRatioCheck;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.registry.spec.RolloutSpec;
import dev.perennial.workflows.rollout.RolloutRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Counts a rollout's log into the judge's evidence. Both versions score every request of a rollout, so failures to score
 * are counted over the same requests for both, an hour of event time a look; labelled pairs enter in event-time order once
 * every label of their time is due. The log is folded from the rollout's begin at every look: nothing is reset between
 * steps, and a look can be repeated.
 */
final class RolloutLook {
    private static final long HOUR = 3_600_000_000L;
    /** Labels that come fast are no fair sample: below this share of due labels nothing is proved. */
    private static final double LEAST_LABELLED = 0.9;
    /** A share of exactly 0 or 1 cannot be tested; a stray request would be infinite evidence. */
    private static final double SMALLEST_SHARE = 1e-4;

    private final RolloutRequest request;
    private final TrafficPlan plan;
    private final RolloutPlans plans;
    private final RolloutLosses losses;
    private final LoggedRows rows;
    private final Instant watermark;
    private final Instant mature;
    private final int[] during;
    private final SortedMap<String, Double> numbers = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    /** {@code rows} are the predictions from the rollout's begin to the watermark; labels are due before {@code mature}. */
    RolloutLook(
            RolloutRequest request,
            TrafficPlan plan,
            RolloutPlans plans,
            RolloutLosses losses,
            LoggedRows rows,
            Instant watermark,
            Instant mature) {
        this.request = request;
        this.plan = plan;
        this.plans = plans;
        this.losses = losses;
        this.rows = rows;
        this.watermark = watermark;
        this.mature = mature;
        during = IntStream.range(0, rows.size()).filter(this::planned).toArray();
    }

    SortedMap<String, Double> numbers() {
        return numbers;
    }

    List<String> notes() {
        return notes;
    }

    CanaryEvidence evidence(JudgePolicy policy) {
        CountGuardrail failures = failures(policy);
        ShadowEvidence shadow = shadow(policy);
        return new CanaryEvidence(List.of(failures), shadow, split(), trailingFailures(), progress());
    }

    private boolean planned(int row) {
        boolean paired = rows.pairedVersions()[row] != 0;
        boolean involved = rows.versions()[row] == challenger() || rows.pairedVersions()[row] == challenger();
        return paired && involved && rows.arms()[row] != Arm.PINNED;
    }

    private int challenger() {
        return request.challenger().number();
    }

    private boolean failed(int row, int version) {
        return losses.failed(row, version);
    }

    private CountGuardrail failures(JudgePolicy policy) {
        CountGuardrail guardrail = CountGuardrail.start("failures", policy);
        long hour = Long.MIN_VALUE;
        long requests = 0;
        long championFailures = 0;
        long canaryFailures = 0;
        for (int row : during) {
            long next = Math.floorDiv(rows.eventTimes()[row], HOUR);
            if (next != hour && requests > 0) {
                guardrail = guardrail.plus(new RateLook(requests, requests, championFailures, canaryFailures));
                requests = 0;
                championFailures = 0;
                canaryFailures = 0;
            }
            hour = next;
            requests++;
            championFailures += failed(row, request.champion()) ? 1 : 0;
            canaryFailures += failed(row, challenger()) ? 1 : 0;
        }
        if (requests > 0) {
            guardrail = guardrail.plus(new RateLook(requests, requests, championFailures, canaryFailures));
        }
        numbers.put("requests", (double) guardrail.total().canaryRequests());
        numbers.put("champion-failures", (double) guardrail.total().championEvents());
        numbers.put("canary-failures", (double) guardrail.total().canaryEvents());
        numbers.put("failures-log-e", guardrail.rollback().logE());
        return guardrail;
    }

    private long trailingFailures() {
        long failures = 0;
        for (int at = during.length - 1; at >= 0 && failed(during[at], challenger()); at--) {
            failures++;
        }
        return failures;
    }

    private ShadowEvidence shadow(JudgePolicy policy) {
        long due = EpochMicros.of(mature);
        int[] old =
                IntStream.of(during).filter(row -> rows.eventTimes()[row] < due).toArray();
        int[] pairs = IntStream.of(old)
                .filter(row -> rows.labelled(row) && !failed(row, request.champion()) && !failed(row, challenger()))
                .toArray();
        long[] times =
                IntStream.of(pairs).mapToLong(row -> rows.eventTimes()[row]).toArray();
        ShadowEvidence shadow = ShadowEvidence.start(policy)
                .plus(losses.differences(pairs, request.champion(), challenger()), DayBlocks.of(times));
        long labelled = IntStream.of(old).filter(rows::labelled).count();
        numbers.put("pairs", (double) shadow.pairs());
        numbers.put("pair-days", (double) shadow.blocks().blocks().size());
        numbers.put("labelled-share", old.length == 0 ? 0 : (double) labelled / old.length);
        String loss = losses.kind() == JudgedLoss.BRIER ? "brier" : "scaled-squared-error";
        numbers.put(loss + "-advantage", shadow.advantage());
        numbers.put(loss + "-advantage-lower", shadow.lowerAdvantage());
        numbers.put(loss + "-advantage-upper", shadow.upperAdvantage());
        return shadow;
    }

    /**
     * Gateways follow a new plan some time after it was written, so this step's requests may be split by any share between
     * the step before and this one: the split is compared with the nearest of these.
     */
    private SampleRatioCheck split() {
        long since = EpochMicros.of(plan.since());
        long canary = 0;
        long champion = 0;
        for (int row : during) {
            if (rows.eventTimes()[row] >= since) {
                // By version and not by arm: where the assigned version failed, the fallback answered in its place.
                canary += rows.versions()[row] == challenger() ? 1 : 0;
                champion += rows.versions()[row] == request.champion() ? 1 : 0;
            }
        }
        double before = plans.shareBefore(plan) / 10_000.0;
        double now = plan.basisPoints() / 10_000.0;
        double seen = canary + champion == 0 ? now : (double) canary / (canary + champion);
        double nearest = Math.max(Math.min(before, now), Math.min(Math.max(before, now), seen));
        double share = Math.max(SMALLEST_SHARE, Math.min(1 - SMALLEST_SHARE, nearest));
        numbers.put("step-canary-requests", (double) canary);
        numbers.put("step-champion-requests", (double) champion);
        return SampleRatioCheck.start(List.of(1 - share, share)).plus(List.of(champion, canary));
    }

    private StepProgress progress() {
        RolloutSpec declared = request.plan();
        RolloutSpec.Step step = declared.steps().get(plan.step());
        if (watermark.isAfter(plan.since().plus(declared.maxStepDuration()))) {
            return StepProgress.OVERDUE;
        }
        if (watermark.isBefore(plan.since().plus(step.duration()))) {
            notes.add("the step has to last until "
                    + PlainTime.of(plan.since().plus(step.duration()))
                    + ", the log is complete until " + PlainTime.of(watermark));
            return StepProgress.TOO_EARLY;
        }
        long since = EpochMicros.of(plan.since());
        long requests = IntStream.of(during)
                .filter(row -> rows.eventTimes()[row] >= since)
                .filter(row -> plan.basisPoints() == 0 || rows.versions()[row] == challenger())
                .count();
        if (requests < declared.minRequests()) {
            notes.add(requests + " requests in this step, at least " + declared.minRequests() + " are needed");
            return StepProgress.TOO_EARLY;
        }
        double labelled = numbers.getOrDefault("labelled-share", 0.0);
        if (labelled < LEAST_LABELLED) {
            notes.add("too few of the labels that are due have come");
            return StepProgress.TOO_EARLY;
        }
        return StepProgress.LONG_ENOUGH;
    }
}
