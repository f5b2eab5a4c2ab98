package dev.perennial.monitoring.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.Census;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three windows of Massachusetts are filled with people in group quarters. */
@Tag("oracle-nannyml")
class CensusBurstOracleTest {

    @Test
    void namesGroupQuartersInTheThreeHarmfulWindowsAndNowhereElse() {
        Census reference = Census.reference();
        Census analysis = Census.analysis();
        for (int chunk = 0; chunk < analysis.chunks(); chunk++) {
            Burst burst =
                    BurstSearch.find(reference.features(), analysis.chunk(chunk).features(), BurstPolicy.standard());
            if (chunk >= 26 && chunk <= 28) {
                assertThat(burst).isInstanceOf(Burst.Found.class);
                assertThat(((Burst.Found) burst).region()).isEqualTo(new Region("RELP", List.of("16", "17")));
            } else {
                assertThat(burst).as("window %s", chunk).isInstanceOf(Burst.Absent.class);
            }
        }
    }
}
