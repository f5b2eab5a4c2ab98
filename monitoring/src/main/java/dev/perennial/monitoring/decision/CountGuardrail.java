package dev.perennial.monitoring.decision;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.Intervals;
import dev.perennial.monitoring.sequential.GridMixtureEProcess;
import dev.perennial.monitoring.sequential.RateLook;

/**
 * The counts of one kind of event (errors, fallbacks, latency breaches) in both arms since the rollout began, with the
 * evidence they give. Never reset between steps. While the canary only shadows, its shadow scorings are its requests.
 *
 * @param name what is counted, such as {@code errors}
 * @param rollback the evidence that the canary's rate is above the tolerated one
 * @param promotion the evidence that it is below
 * @param total all counts
 */
public record CountGuardrail(String name, GridMixtureEProcess rollback, GridMixtureEProcess promotion, RateLook total) {

    /** Asks for a name. */
    public CountGuardrail {
        Require.text(name, "guardrail");
    }

    /** Before any request. */
    public static CountGuardrail start(String name, JudgePolicy policy) {
        return new CountGuardrail(
                name,
                GridMixtureEProcess.rollback(policy.rollbackRateMargin()),
                GridMixtureEProcess.promotion(policy.promotionRateMargin()),
                new RateLook(0, 0, 0, 0));
    }

    /** After one more look; looks may have any length, but their shares of traffic must be their own. */
    public CountGuardrail plus(RateLook look) {
        return new CountGuardrail(
                name,
                rollback.plus(look),
                promotion.plus(look),
                new RateLook(
                        Math.addExact(total.championRequests(), look.championRequests()),
                        Math.addExact(total.canaryRequests(), look.canaryRequests()),
                        Math.addExact(total.championEvents(), look.championEvents()),
                        Math.addExact(total.canaryEvents(), look.canaryEvents())));
    }

    /** The exact upper limit of the canary's rate; one before any request. */
    double upperRate(double level) {
        return total.canaryRequests() == 0
                ? 1
                : Intervals.exactUpperLimit(total.canaryEvents(), total.canaryRequests(), level);
    }
}
