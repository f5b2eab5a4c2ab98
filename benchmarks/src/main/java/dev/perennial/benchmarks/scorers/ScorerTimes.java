package dev.perennial.benchmarks.scorers;

import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.ConstantModel;
import dev.perennial.scoring.FactorTerm.NumberFactors;
import dev.perennial.scoring.FactorizationMachineModel;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.LinearTerm.NumberTerm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;
import org.tribuo.protos.core.ModelProto;

/**
 * One row after the other through the compiled model, and the same rows, already as examples, through the library's own.
 * Many different rows, so that no branch is learned by heart.
 */
@State(Scope.Benchmark)
public class ScorerTimes {
    /** Rows an invocation. */
    public static final int ROWS = 1000;

    private static final double LARGEST_DIFFERENCE = 1e-6;

    /** Which model. */
    @Param({"linear", "factorization-machine", "random-forest", "gradient-boosting"})
    public String algorithm = "linear";

    /** Where the models are. */
    @Param(".")
    public String folder = ".";

    private final FeatureTable table = ScoredRows.table(ROWS, 7);
    private final List<FeatureRow> rows = new ArrayList<>();
    private final List<Example<Label>> examples = new ArrayList<>();
    private CompiledModel compiled = new ConstantModel(ScoredRows.schema(), 0);
    private @Nullable Model<Label> library;

    /** Reads both models and sees that they agree. */
    @Setup
    public void read() throws IOException {
        Path models = Path.of(folder);
        compiled = CompiledModelFormat.read(Files.readAllBytes(ScorerFiles.compiled(models, algorithm)));
        Model<Label> model = Model.deserialize(
                        ModelProto.parseFrom(Files.readAllBytes(ScorerFiles.library(models, algorithm))))
                .castModel(Label.class);
        library = model;
        for (int index = 0; index < ROWS; index++) {
            FeatureRow row = new FeatureRow(table.schema());
            table.read(index, row);
            rows.add(row);
            examples.add(example(row));
            double difference = Math.abs(compiled.score(row) - score(model, examples.get(index)));
            if (!(difference <= LARGEST_DIFFERENCE)) {
                throw new IllegalStateException("Cannot compare: row " + index + " differs by " + difference);
            }
        }
    }

    private Example<Label> example(FeatureRow row) {
        String[] names = new String[ScoredRows.FEATURES];
        double[] values = new double[names.length];
        for (int column = 0; column < names.length; column++) {
            names[column] = table.schema().feature(column).name();
            values[column] = input(row.number(column), column);
        }
        return new ArrayExample<>(new Label("positive"), names, values);
    }

    private double input(double value, int column) {
        if (compiled instanceof LinearModel linear) {
            NumberTerm term = (NumberTerm) linear.terms().get(column);
            return NumberTerm.standardise(value, term.mean(), term.scale());
        }
        if (compiled instanceof FactorizationMachineModel machine) {
            NumberFactors term = (NumberFactors) machine.terms().get(column);
            return NumberTerm.standardise(value, term.mean(), term.scale());
        }
        return value;
    }

    private static double score(Model<Label> model, Example<Label> example) {
        return Objects.requireNonNull(model.predict(example).getOutputScores().get("positive"))
                .getScore();
    }

    /** Ours. */
    @Benchmark
    public double ours() {
        double sum = 0;
        for (FeatureRow row : rows) {
            sum += compiled.score(row);
        }
        return sum;
    }

    /** Ours, all rows in one call. */
    @Benchmark
    public double[] batch() {
        return compiled.scoreAll(table);
    }

    /** The library's. */
    @Benchmark
    public double libraries() {
        Model<Label> model = Objects.requireNonNull(library);
        double sum = 0;
        for (Example<Label> example : examples) {
            sum += score(model, example);
        }
        return sum;
    }
}
