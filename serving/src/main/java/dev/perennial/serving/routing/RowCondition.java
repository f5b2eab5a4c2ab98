package dev.perennial.serving.routing;

import dev.perennial.registry.spec.SliceCondition;
import dev.perennial.registry.spec.SliceCondition.Comparison;
import dev.perennial.registry.spec.SliceCondition.Term;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A declared condition bound to the columns of a schema, so that a row is tested without looking for names. */
final class RowCondition {
    private final List<BoundTerm> terms;

    private RowCondition(List<BoundTerm> terms) {
        this.terms = List.copyOf(terms);
    }

    /** Binds the condition; its features must be the schema's, which the reading of a declaration has made sure of. */
    static RowCondition of(SliceCondition condition, FeatureSchema schema) {
        return new RowCondition(
                condition.terms().stream().map(term -> bind(term, schema)).toList());
    }

    private static BoundTerm bind(Term term, FeatureSchema schema) {
        int column = schema.indexOf(term.feature())
                .orElseThrow(() -> new UnservableVersionException(
                        "the fallback's rules name " + term.feature() + ", which is no feature"));
        return new BoundTerm(
                column, term.comparison(), term.value(), term.number().orElse(Double.NaN));
    }

    /** Whether every term holds; a comparison with a missing value does not. */
    boolean holds(FeatureRow row) {
        for (BoundTerm term : terms) {
            if (!term.holds(row)) {
                return false;
            }
        }
        return true;
    }

    private record BoundTerm(int column, Comparison comparison, String word, double number) {
        boolean holds(FeatureRow row) {
            if (row.missing(column)) {
                return comparison == Comparison.MISSING;
            }
            return row.schema().holdsNumbers(column) ? compares(row.number(column)) : compares(row.category(column));
        }

        private boolean compares(double value) {
            return switch (comparison) {
                case EQUAL -> value == number;
                case NOT_EQUAL -> value != number;
                case LESS -> value < number;
                case AT_MOST -> value <= number;
                case GREATER -> value > number;
                case AT_LEAST -> value >= number;
                case MISSING -> false;
            };
        }

        private boolean compares(@Nullable String value) {
            return switch (comparison) {
                case EQUAL -> word.equals(value);
                case NOT_EQUAL -> !word.equals(value);
                case LESS, AT_MOST, GREATER, AT_LEAST, MISSING -> false;
            };
        }
    }
}
