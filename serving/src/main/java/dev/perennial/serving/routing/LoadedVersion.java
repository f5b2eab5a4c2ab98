package dev.perennial.serving.routing;

import dev.perennial.registry.Digest;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.Feature;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Outputs;
import dev.perennial.serving.log.ClassAnswer;
import java.util.Arrays;
import java.util.List;
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
    private final Outputs outputs;
    private final int[] places;
    private final AtomicBoolean stalled = new AtomicBoolean();

    /** Takes a model whose rows are of the request's schema, and whose answers are as declared. */
    LoadedVersion(int number, Digest digest, CompiledModel model, FeatureSchema request, Outputs declared) {
        this.number = number;
        this.digest = digest;
        this.model = model;
        direct = model.schema().equals(request);
        outputs = declared;
        places = places(number, model.outputs(), declared);
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
    public final Outputs outputs() {
        return outputs;
    }

    @Override
    public double score(FeatureRow row) {
        return outputs instanceof Outputs.ClassProbabilities
                ? classes(row).score()
                : model.score(direct ? row : own(row));
    }

    @Override
    public ClassAnswer classes(FeatureRow row) {
        if (!(outputs instanceof Outputs.ClassProbabilities declared)) {
            return Scorer.super.classes(row);
        }
        double[] known = new double[model.outputs().count()];
        model.score(direct ? row : own(row), known);
        double[] probabilities = new double[places.length];
        for (int at = 0; at < places.length; at++) {
            probabilities[at] = places[at] == ABSENT ? 0 : known[places[at]];
        }
        return ClassAnswer.of(declared.labels(), probabilities);
    }

    /**
     * How the score of a row of the request's schema comes about, of several classes that of the one that is answered;
     * empty for models that cannot tell.
     */
    public Optional<Explanation> explain(FeatureRow row) {
        int output = outputs instanceof Outputs.ClassProbabilities declared
                ? places[declared.labels().indexOf(classes(row).word())]
                : 0;
        return model.contributions(direct ? row : own(row), output).map(contributions -> {
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

    /* For each declared class the number of the model's, which may know fewer than are declared by now. */
    private static int[] places(int number, Outputs known, Outputs declared) {
        if (!known.getClass().equals(declared.getClass())) {
            throw new UnservableVersionException(
                    "version " + number + " answers with " + known + ", the declaration asks for " + wanted(declared));
        }
        if (!(known instanceof Outputs.ClassProbabilities classes)
                || !(declared instanceof Outputs.ClassProbabilities wanted)) {
            return new int[0];
        }
        List<String> undeclared = classes.labels().stream()
                .filter(word -> !wanted.labels().contains(word))
                .toList();
        if (!undeclared.isEmpty()) {
            throw new UnservableVersionException("version " + number + " answers with the classes " + undeclared
                    + " as well, the declaration has " + wanted.labels());
        }
        return wanted.labels().stream()
                .mapToInt(word -> classes.labels().indexOf(word))
                .toArray();
    }

    private static String wanted(Outputs outputs) {
        return outputs.match(
                probability -> "a probability",
                classes -> "one of the classes " + classes.labels(),
                value -> "a value");
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
