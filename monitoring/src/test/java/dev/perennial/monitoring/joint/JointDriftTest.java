package dev.perennial.monitoring.joint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.JsonRoundTrip;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JointDriftTest {

    private static ColumnTable sample(int rows, double correlation, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[rows];
        double[] y = new double[rows];
        String[] group = new String[rows];
        for (int row = 0; row < rows; row++) {
            x[row] = random.nextDouble();
            y[row] = random.nextDouble() < correlation ? x[row] : random.nextDouble();
            group[row] = "g" + random.nextInt(6);
        }
        return ColumnTable.builder(rows)
                .numbers("x", x)
                .numbers("y", y)
                .categories("group", group)
                .build();
    }

    @Test
    void bothMeasuresSeeThatColumnsNoLongerGoTogether() {
        JointDrift.Measured drift =
                (JointDrift.Measured) JointDrift.between(sample(4_000, 0.9, 1), sample(2_000, 0, 2), 7);
        assertThat(drift.domainAuc()).isGreaterThan(0.7);
        assertThat(drift.domainPValue()).isLessThan(1e-6);
        assertThat(drift.reconstructionPValue()).isLessThan(1e-6);
    }

    @Test
    void raisesFalseAlarmsAsOftenAsDeclared() {
        int domain = 0;
        int reconstruction = 0;
        ColumnTable reference = sample(2_000, 0.5, 3);
        for (int i = 0; i < 100; i++) {
            JointDrift.Measured drift =
                    (JointDrift.Measured) JointDrift.between(reference, sample(300, 0.5, 50 + i), 7);
            domain += drift.domainPValue() < 0.05 ? 1 : 0;
            reconstruction += drift.reconstructionPValue() < 0.05 ? 1 : 0;
        }
        assertThat(domain).isLessThanOrEqualTo(11);
        assertThat(reconstruction).isLessThanOrEqualTo(11);
    }

    @Test
    void answersWithNumbersOrAReasonForDegenerateTables() {
        assertThat(JointDrift.between(sample(10, 0, 1), sample(100, 0, 2), 7))
                .isEqualTo(new JointDrift.NotEvaluable(
                        "10 reference and 100 window rows, at least 30 of each are needed"));
        double[] missing = new double[100];
        Arrays.fill(missing, Double.NaN);
        double[] infinite = new double[100];
        Arrays.fill(infinite, Double.POSITIVE_INFINITY);
        ColumnTable constant = ColumnTable.builder(100)
                .numbers("x", new double[100])
                .numbers("y", missing)
                .categories("group", new String[100])
                .build();
        ColumnTable broken = ColumnTable.builder(100)
                .numbers("x", infinite)
                .categories("group", new String[100])
                .build();
        JsonRoundTrip.of(JointDrift.between(constant, constant, 7), JointDrift.class);
        JsonRoundTrip.of(JointDrift.between(constant, broken, 7), JointDrift.class);
        JsonRoundTrip.of(JointDrift.between(sample(100, 0, 1), broken, 7), JointDrift.class);
    }
}
