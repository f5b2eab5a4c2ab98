package dev.perennial.monitoring.joint;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The principal components of a reference that hold a share of its variance, and how far rows lie from the plane that they
 * span: the reconstruction error, at least 0, in units of a column's standard deviation. Immutable.
 *
 * <p>It answers for relations between columns: a window whose columns each look as before but no longer go together lies
 * farther off. Columns are imputed, encoded by frequency and standardised as NannyML 0.13.1 does; two categories of the
 * same frequency are one to it. The cost is rows times the square of columns.
 */
public final class PrincipalComponents {
    /** The share of variance that NannyML keeps. */
    public static final double USUAL_SHARE = 0.65;

    private final Map<String, ColumnScale> scales;
    private final double[][] components;

    private PrincipalComponents(Map<String, ColumnScale> scales, double[][] components) {
        this.scales = scales;
        this.components = components;
    }

    /** Fits as few components as hold more than a share of the variance of a table with rows and columns. */
    public static PrincipalComponents fit(ColumnTable reference, double share) {
        Require.level(share, "share of variance");
        Require.positive(reference.rows(), "number of reference rows");
        Require.positive(reference.names().size(), "number of columns");
        Map<String, ColumnScale> scales = new LinkedHashMap<>();
        reference.columns().forEach((name, column) -> scales.put(name, ColumnScale.of(column)));
        double[][] values = scaled(scales, reference);
        int columns = values.length;
        double[][] covariance = new double[columns][columns];
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int row = 0; row < reference.rows(); row++) {
                    sum += values[i][row] * values[j][row];
                }
                covariance[i][j] = sum / reference.rows();
                covariance[j][i] = covariance[i][j];
            }
        }
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance, false));
        double total = 0;
        for (double value : eigen.getRealEigenvalues()) {
            total += Math.max(0, value);
        }
        int kept = 0;
        double held = 0;
        while (kept < columns && held <= share * total) {
            held += Math.max(0, eigen.getRealEigenvalue(kept++));
        }
        double[][] components = new double[kept][];
        for (int component = 0; component < kept; component++) {
            components[component] = eigen.getEigenvector(component).toArray();
        }
        return new PrincipalComponents(scales, components);
    }

    private static double[][] scaled(Map<String, ColumnScale> scales, ColumnTable table) {
        double[][] values = new double[scales.size()][];
        int next = 0;
        for (Map.Entry<String, ColumnScale> entry : scales.entrySet()) {
            Optional<Column> column = table.column(entry.getKey());
            values[next++] = column.isPresent() ? entry.getValue().values(column.get()) : new double[table.rows()];
        }
        return values;
    }

    /** How many components are kept. */
    public int count() {
        return components.length;
    }

    /** The reconstruction error of every row; a column that the table lacks counts as its mean. */
    public double[] errors(ColumnTable table) {
        double[][] values = scaled(scales, table);
        double[] errors = new double[table.rows()];
        double[] rest = new double[values.length];
        for (int row = 0; row < errors.length; row++) {
            for (int column = 0; column < rest.length; column++) {
                rest[column] = values[column][row];
            }
            for (double[] component : components) {
                double along = 0;
                for (int column = 0; column < rest.length; column++) {
                    along += component[column] * values[column][row];
                }
                for (int column = 0; column < rest.length; column++) {
                    rest[column] -= along * component[column];
                }
            }
            double squares = 0;
            for (double value : rest) {
                squares += value * value;
            }
            errors[row] = Math.sqrt(squares);
        }
        return errors;
    }
}
