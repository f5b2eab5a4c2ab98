package dev.perennial.serving.routing;

import dev.perennial.registry.Digest;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Outputs;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A version in memory, ready to score rows of the request's schema even if it was trained under an older declaration:
 * features that it knows are taken by name, those that the request no longer has are missing. A version that stalls is
 * asked no more while it is in memory. Thread-safe.
 */
public class LoadedVersion implements Scorer {
    private static final int ABSENT = -1;

    private final int number;
    private final Digest digest;
    private final CompiledModel model;
    private final int[] columns;
    private final boolean direct;
    private final AtomicBoolean stalled = new AtomicBoolean();

    LoadedVersion(int number, Digest digest, CompiledModel model, FeatureSchema request) {
        this.number = number;
        this.digest = digest;
        this.model = model;
        direct = model.schema().equals(request);
        if (!(model.outputs() instanceof Outputs.Probability)) {
            throw new UnservableVersionException("version " + number + " answers with " + model.outputs()
                    + ", the declaration asks for a probability");
        }
        columns = new int[model.schema().size()];
        for (int column = 0; column < columns.length; column++) {
            String name = model.schema().feature(column).name();
            OptionalInt source = request.indexOf(name);
            if (source.isPresent()
                    && request.holdsNumbers(source.getAsInt()) != model.schema().holdsNumbers(column)) {
                throw new UnservableVersionException("version " + number + " takes feature " + name + " as a "
                        + (model.schema().holdsNumbers(column) ? "number" : "category")
                        + ", the declaration says otherwise");
            }
            columns[column] = source.orElse(ABSENT);
        }
        if (Arrays.stream(columns).allMatch(column -> column == ABSENT)) {
            throw new UnservableVersionException("version " + number + " knows none of the declared features, but "
                    + model.schema().features().stream().map(Feature::name).toList());
        }
    }

    @Override
    public final int number() {
        return number;
    }

    /** The digest of the compiled model. */
    public final Digest digest() {
        return digest;
    }

    public final String algorithm() {
        return model.algorithm();
    }

    /** Has it asked no more; true if it was asked until now. */
    public final boolean stall() {
        return stalled.compareAndSet(false, true);
    }

    @Override
    public final boolean isStalled() {
        return stalled.get();
    }

    @Override
    public double score(FeatureRow row) {
        return model.score(direct ? row : own(row));
    }

    /** How the score of a row of the request's schema comes about; empty for models that cannot tell. */
    public Optional<Explanation> explain(FeatureRow row) {
        return model.contributions(direct ? row : own(row)).map(contributions -> {
            double base = contributions.base();
            double[] values = new double[row.schema().size()];
            for (int column = 0; column < columns.length; column++) {
                if (columns[column] == ABSENT) {
                    base += contributions.of(column);
                } else {
                    values[columns[column]] = contributions.of(column);
                }
            }
            return new Explanation(contributions.unit(), base, values);
        });
    }

    private FeatureRow own(FeatureRow row) {
        FeatureSchema schema = model.schema();
        FeatureRow own = new FeatureRow(schema);
        for (int column = 0; column < columns.length; column++) {
            int source = columns[column];
            if (source == ABSENT) {
                continue;
            }
            if (schema.holdsNumbers(column)) {
                own.setNumber(column, row.number(source));
            } else {
                own.setCategory(column, row.category(source));
            }
        }
        return own;
    }
}
