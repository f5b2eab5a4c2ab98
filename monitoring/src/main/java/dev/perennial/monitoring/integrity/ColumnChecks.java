package dev.perennial.monitoring.integrity;

import dev.perennial.monitoring.distance.ShareTest;
import java.time.Duration;
import java.util.Optional;

/** The values of one declared column. */
final class ColumnChecks {
    private final Checks checks;
    private final IntegrityPolicy policy;
    private final DeclaredColumn declared;
    private final IntegrityProfile reference;
    private final IntegrityProfile current;

    ColumnChecks(Checks checks, DeclaredColumn declared, IntegrityProfile reference, IntegrityProfile current) {
        this.checks = checks;
        this.policy = checks.policy();
        this.declared = declared;
        this.reference = reference;
        this.current = current;
    }

    void run() {
        Optional<ColumnFacts> arrived = current.column(declared.name());
        Optional<ColumnFacts> known = reference.column(declared.name());
        if (arrived.isEmpty()) {
            return;
        }
        ColumnFacts after = arrived.get();
        if (known.isEmpty() || known.get().missing() == known.get().rows()) {
            checks.cannot(declared.name(), "the reference has no value of it");
            return;
        }
        ColumnFacts before = known.get();
        missing(before, after);
        if (after.missing() == after.rows()) {
            checks.cannot(declared.name(), "every value is missing");
        } else if (before instanceof NumberFacts numbers && after instanceof NumberFacts arrivedNumbers) {
            numbers(numbers, arrivedNumbers);
            constant(before, after);
        } else if (before instanceof CategoryFacts words && after instanceof CategoryFacts arrivedWords) {
            categories(words, arrivedWords);
            constant(before, after);
        } else {
            type(after);
        }
        stale();
    }

    private void type(ColumnFacts after) {
        MistypedFacts mistyped = MistypedFacts.of(after);
        double present = mistyped.rows() - mistyped.missing();
        checks.found(new SchemaFinding.TypeChanged(
                declared.name(),
                declared.kind(),
                mistyped.numbers() / present,
                mistyped.decimalCommas() / present,
                mistyped.words() / present));
    }

    private void missing(ColumnFacts before, ColumnFacts after) {
        double share = (double) after.missing() / after.rows();
        if (declared.mostMissing().isPresent() && share > declared.mostMissing().getAsDouble()) {
            checks.found(new ValueFinding.MissingChanged(
                    declared.name(), (double) before.missing() / before.rows(), share, 0));
        } else if (before.missing() + after.missing() > 0) {
            ShareTest test = ShareTest.of(before.missing(), before.rows(), after.missing(), after.rows());
            checks.tested(
                    test.pValue(),
                    test.current() - test.reference() >= policy.missingFloor(),
                    pValue ->
                            new ValueFinding.MissingChanged(declared.name(), test.reference(), test.current(), pValue));
        }
    }

    private void numbers(NumberFacts before, NumberFacts after) {
        String name = declared.name();
        if (after.infinite() > 0) {
            checks.found(new ValueFinding.NotFinite(name, after.infinite(), (double) after.infinite() / after.rows()));
        }
        if (after.values().values() == 0) {
            return;
        }
        double outside = (double) after.outOfRange() / after.rows();
        declared.range()
                .filter(range -> outside > 0 && outside >= policy.outOfRangeFloor())
                .ifPresent(range -> checks.found(new ValueFinding.OutOfRange(
                        name,
                        after.outOfRange(),
                        outside,
                        after.least().orElseThrow(),
                        after.most().orElseThrow(),
                        range.low(),
                        range.high())));
        if (before.values().values() >= policy.minimumRows() && after.values().values() >= policy.minimumRows()) {
            ScaleSearch.find(name, before.values(), after.values()).ifPresent(checks::found);
        }
    }

    private void categories(CategoryFacts before, CategoryFacts after) {
        String name = declared.name();
        double respelt = (double) after.respelt() / after.rows();
        double respeltBefore = (double) before.respelt() / before.rows();
        if (respelt - respeltBefore >= policy.newCategoryFloor()) {
            checks.found(new ValueFinding.CategoriesRespelt(name, after.respelt(), respelt, after.examples()));
        }
        long unseen = after.unseen() - after.respelt();
        long unseenBefore = before.unseen() - before.respelt();
        if (unseen + unseenBefore > 0) {
            ShareTest test = ShareTest.of(unseenBefore, before.rows(), unseen, after.rows());
            checks.tested(
                    test.pValue(),
                    test.current() - test.reference() >= policy.newCategoryFloor(),
                    pValue -> new ValueFinding.NewCategories(
                            name, after.unseenSample().distinct(), unseen, test.current(), pValue, after.examples()));
        }
    }

    /* If a column is not constant, rows that all agree are the less likely the more of them there are. */
    private void constant(ColumnFacts before, ColumnFacts after) {
        long rows = after.rows() - after.missing();
        if (before.constant().isPresent()) {
            if (!before.constant().equals(after.constant())
                    && before.rows() - before.missing() >= policy.minimumRows()) {
                checks.found(new ValueFinding.StoppedBeingConstant(declared.name(), rows));
            }
        } else if (after.constant().isPresent()) {
            double chance = Math.pow(largestShare(before), (double) rows);
            checks.tested(
                    Math.min(1, chance),
                    true,
                    pValue -> new ValueFinding.BecameConstant(declared.name(), rows, pValue));
        }
    }

    /* Of the most frequent value, or of the bucket that it lies in: never too small. */
    private static double largestShare(ColumnFacts facts) {
        if (facts instanceof NumberFacts numbers) {
            return largestShare(
                    numbers.values().counts().values().stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0),
                    numbers.values().values());
        }
        if (facts instanceof CategoryFacts words) {
            long known = words.known().stream().mapToLong(Long::longValue).max().orElse(0);
            return largestShare(Math.max(words.unseen(), known), words.rows() - words.missing());
        }
        return 1;
    }

    private static double largestShare(long most, long all) {
        return (double) Math.min(most, all - 1) / all;
    }

    private void stale() {
        Freshness freshness = current.freshness().get(declared.name());
        if (freshness == null || declared.staleAfter().isEmpty()) {
            return;
        }
        Duration limit = declared.staleAfter().get();
        Duration standstill = freshness.longestStandstill();
        if (standstill.compareTo(limit) > 0) {
            checks.found(new ValueFinding.Stale(declared.name(), standstill, limit));
        }
    }
}
