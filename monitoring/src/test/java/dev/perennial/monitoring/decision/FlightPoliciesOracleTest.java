package dev.perennial.monitoring.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.monitoring.Oracle;
import dev.perennial.testing.SharedFiles;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The recorded year: what each model lost in each later week, made with scikit-learn. */
@Tag("oracle-flights")
class FlightPoliciesOracleTest {
    private static final int FIRST_SERVED = 2;
    private static final long[] ROWS_BEFORE = {6_600, 6_600};

    @Test
    void theCalendarEarnsWhatWasRecorded() throws IOException {
        LossTriangle year = year();
        LossTriangle.Replay everyEight = year.calendar(8, FIRST_SERVED);
        assertThat(everyEight.replacements()).hasSize(6);
        assertThat(everyEight.meanLoss()).isCloseTo(0.5140, within(0.0001));
        assertThat(year.calendar(4, FIRST_SERVED).meanLoss()).isCloseTo(0.50916, within(0.00002));
    }

    @Test
    void theStandardPolicyEarnsMoreThanTheCalendarWithFewReplacements() throws IOException {
        LossTriangle year = year();
        double reference = (year.loss(0, 0) + year.loss(0, 1)) / 2;
        LossTriangle.Replay replay = year.replay(StalenessPolicy.weekly(reference), FIRST_SERVED);
        assertThat(replay.meanLoss()).as("%s", replay).isLessThanOrEqualTo(0.5110);
        assertThat(replay.replacements()).hasSizeLessThanOrEqualTo(8);
    }

    private static LossTriangle year() throws IOException {
        JsonNode file = new ObjectMapper()
                .readTree(SharedFiles.oracle("flights_policies.json").toFile());
        JsonNode matrix = file.required("logloss_matrix").required("rows");
        double[][] losses = new double[matrix.size()][];
        long[] rows = new long[matrix.size()];
        for (int model = 0; model < losses.length; model++) {
            losses[model] = Oracle.doubles(matrix.get(model));
            rows[model] = model < FIRST_SERVED
                    ? ROWS_BEFORE[model]
                    : file.required("weeks")
                            .get(model - FIRST_SERVED)
                            .required("n")
                            .asLong();
        }
        return LossTriangle.of(losses, rows);
    }
}
