package dev.perennial.monitoring.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.Oracle;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridMixtureEProcessTest {

    @ParameterizedTest
    @CsvSource({
        "logE_rollback_margin0, ROLL_BACK, 0",
        "logE_rollback_margin.25, ROLL_BACK, 0.25",
        "logE_promote_margin.25, PROMOTE, 0.25",
        "logE_promote_margin1.0, PROMOTE, 1.0"
    })
    void agreesWithTheReference(String key, GridMixtureEProcess.Direction direction, double margin) {
        JsonNode oracle = Oracle.section("grid_eprocess");
        GridMixtureEProcess process = direction == GridMixtureEProcess.Direction.ROLL_BACK
                ? GridMixtureEProcess.rollback(margin)
                : GridMixtureEProcess.promotion(margin);
        double[] expected = Oracle.doubles(oracle.get(key));
        for (int look = 0; look < expected.length; look++) {
            JsonNode counts = oracle.get("seq(nb,nc,xb,xc)").get(look);
            process = process.plus(new RateLook(
                    counts.get(0).asLong(),
                    counts.get(1).asLong(),
                    counts.get(2).asLong(),
                    counts.get(3).asLong()));
            assertThat(process.logE()).isCloseTo(expected[look], within(1e-9));
        }
        assertThat(JsonRoundTrip.of(process, GridMixtureEProcess.class)).contains("\"logTerms\"");
    }

    @Test
    void looksMayBeSplitAndReorderedAsLongAsTheirSharesStay() {
        GridMixtureEProcess whole = GridMixtureEProcess.rollback(0).plus(new RateLook(900, 100, 9, 6));
        GridMixtureEProcess parts = GridMixtureEProcess.rollback(0)
                .plus(new RateLook(180, 20, 7, 1))
                .plus(new RateLook(720, 80, 2, 5));
        assertThat(parts.logE()).isCloseTo(whole.logE(), within(1e-12));
    }

    @Test
    void aLookWithoutTrafficInOneArmSaysNothing() {
        GridMixtureEProcess before = GridMixtureEProcess.rollback(0).plus(new RateLook(90, 10, 2, 1));
        assertThat(before.plus(new RateLook(0, 500, 0, 400))).isEqualTo(before);
        assertThat(before.plus(new RateLook(500, 0, 400, 0))).isEqualTo(before);
    }

    @Test
    void holdsItsLevelAtEveryLookWhileShareAndBaseRateChange() {
        int rejected = 0;
        int runs = 1000;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(7919L * run + 1);
            GridMixtureEProcess process = GridMixtureEProcess.rollback(0);
            boolean ever = false;
            for (int look = 0; look < 60 && !ever; look++) {
                int canary = look < 20 ? 10 : look < 40 ? 50 : 100;
                double rate = 0.02 + 0.06 * random.nextDouble();
                process = process.plus(new RateLook(
                        200 - canary, canary, binomial(random, 200 - canary, rate), binomial(random, canary, rate)));
                ever = process.rejectsAt(0.05);
            }
            rejected += ever ? 1 : 0;
        }
        assertThat(rejected / (double) runs).isLessThanOrEqualTo(0.05);
    }

    @Test
    void findsATripledErrorRate() {
        SplittableRandom random = new SplittableRandom(11);
        GridMixtureEProcess process = GridMixtureEProcess.rollback(0.25);
        for (int look = 0; look < 60; look++) {
            process = process.plus(new RateLook(150, 50, binomial(random, 150, 0.03), binomial(random, 50, 0.09)));
        }
        assertThat(process.rejectsAt(0.005)).isTrue();
    }

    @Test
    void refusesMoreEventsThanRequests() {
        assertThatThrownBy(() -> new RateLook(10, 5, 2, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid look: 2 of 10 champion requests and 6 of 5 canary requests");
    }

    static int binomial(SplittableRandom random, int n, double p) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            count += random.nextDouble() < p ? 1 : 0;
        }
        return count;
    }
}
