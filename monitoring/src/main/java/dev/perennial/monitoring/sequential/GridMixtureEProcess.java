package dev.perennial.monitoring.sequential;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.monitoring.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Evidence about the ratio of two event rates (canary over champion) that may be looked at after every request, with
 * shares that change and a base rate that moves.
 *
 * <p>Given that an event happened, it was the canary's with probability o·r / (1 + o·r), where o is the ratio of exposures
 * at that look and r the rate ratio. Each of 60 alternatives keeps its likelihood ratio against the edge of the null
 * hypothesis; their mixture, weighted by the standard normal density, is an e-process: under the null it reaches 1/alpha
 * with probability at most alpha, however often one looks (Ville). In the {@link Direction#ROLL_BACK} form the null is
 * "ratio at most 1 + margin"; in the {@link Direction#PROMOTE} form it is "ratio at least 1 + margin".
 *
 * <p>Requests must be independent units: retries are deduplicated by the caller, and sticky routing needs its exposure
 * corrected by the pre-period. The state is never reset between the steps of one rollout: a reset costs alpha again.
 *
 * <p>Sources: H. Robbins, Annals of Mathematical Statistics 41 (1970); M. Lindon, A. Malek, "Anytime-valid inference for
 * multinomial count data", NeurIPS 2022.
 *
 * @param direction which null hypothesis is tested
 * @param margin the tolerated excess of the rate ratio over one, not negative
 * @param logTerms the log likelihood ratio of each alternative, 60 of them
 */
public record GridMixtureEProcess(Direction direction, double margin, List<Double> logTerms) {

    private static final int POINTS = 60;
    private static final double STEP = 0.05;
    private static final List<Double> LOG_WEIGHTS = logWeights();

    /** Which way the evidence points. */
    public enum Direction {
        /** Large values say that the canary's rate is above the tolerated one. */
        @JsonProperty("roll-back")
        @JsonAlias("ROLL_BACK")
        ROLL_BACK,
        /** Large values say that the canary's rate is below the tolerated one: non-inferiority. */
        @JsonProperty("promote")
        @JsonAlias("PROMOTE")
        PROMOTE
    }

    /** Checks the number of terms. */
    public GridMixtureEProcess {
        Require.notNegative(margin, "margin");
        logTerms = List.copyOf(logTerms);
        Require.sameLength(POINTS, logTerms.size(), "log terms");
        for (double term : logTerms) {
            Require.finite(term, "log term");
        }
    }

    /** No evidence yet against "the canary's rate is at most (1 + margin) times the champion's". */
    public static GridMixtureEProcess rollback(double margin) {
        return new GridMixtureEProcess(Direction.ROLL_BACK, margin, Collections.nCopies(POINTS, 0.0));
    }

    /** No evidence yet against "the canary's rate is at least (1 + margin) times the champion's". */
    public static GridMixtureEProcess promotion(double margin) {
        return new GridMixtureEProcess(Direction.PROMOTE, margin, Collections.nCopies(POINTS, 0.0));
    }

    /** The evidence after one more look; a look in which one arm had no request says nothing about their ratio. */
    public GridMixtureEProcess plus(RateLook look) {
        if (look.championRequests() == 0 || look.canaryRequests() == 0) {
            return this;
        }
        double logOdds = Math.log((double) look.canaryRequests() / look.championRequests());
        double edge = Math.log1p(margin);
        double logEdgeShare = logSigmoid(logOdds + edge);
        double logEdgeRest = logSigmoid(-logOdds - edge);
        List<Double> next = new ArrayList<>(POINTS);
        for (int k = 0; k < POINTS; k++) {
            double distance = STEP * (k + 1);
            double theta = logOdds + (direction == Direction.ROLL_BACK ? edge + distance : edge - distance);
            next.add(logTerms.get(k)
                    + look.canaryEvents() * (logSigmoid(theta) - logEdgeShare)
                    + look.championEvents() * (logSigmoid(-theta) - logEdgeRest));
        }
        return new GridMixtureEProcess(direction, margin, next);
    }

    /** The natural logarithm of the e value; zero before any event. */
    public double logE() {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < POINTS; k++) {
            largest = Math.max(largest, LOG_WEIGHTS.get(k) + logTerms.get(k));
        }
        double sum = 0;
        for (int k = 0; k < POINTS; k++) {
            sum += Math.exp(LOG_WEIGHTS.get(k) + logTerms.get(k) - largest);
        }
        return largest + Math.log(sum);
    }

    /** Whether the null hypothesis is rejected at a level that holds at any number of looks. */
    public boolean rejectsAt(double alpha) {
        return logE() >= -Math.log(Require.level(alpha, "level"));
    }

    private static double logSigmoid(double x) {
        return x >= 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x));
    }

    private static List<Double> logWeights() {
        double total = 0;
        for (int k = 1; k <= POINTS; k++) {
            total += Math.exp(-STEP * k * STEP * k / 2);
        }
        List<Double> weights = new ArrayList<>(POINTS);
        for (int k = 1; k <= POINTS; k++) {
            weights.add(-STEP * k * STEP * k / 2 - Math.log(total));
        }
        return List.copyOf(weights);
    }
}
