package dev.perennial.monitoring.integrity;

import static dev.perennial.monitoring.integrity.Phrases.number;
import static dev.perennial.monitoring.integrity.Phrases.percent;

import dev.perennial.monitoring.Require;
import java.time.Duration;
import java.util.List;

/** What is not as declared, or not as in the reference, of one column's values. */
public sealed interface ValueFinding extends IntegrityFinding {
    /** Infinite values. */
    record NotFinite(String subject, long rows, double share) implements ValueFinding {
        /** Checks the share. */
        public NotFinite {
            Require.share(share, "share of rows");
        }

        @Override
        public IntegrityState state() {
            return IntegrityState.QUARANTINED;
        }

        @Override
        public String because() {
            return subject + " is infinite in " + rows + " rows (" + percent(share) + "), which are set aside";
        }

        @Override
        public String hint() {
            return "look for a division by zero or an overflow where the feature is made";
        }
    }

    /** Finite values outside the declared range. */
    record OutOfRange(String subject, long rows, double share, double least, double most, double low, double high)
            implements ValueFinding {
        /** Checks the numbers. */
        public OutOfRange {
            Require.share(share, "share of rows");
            Require.finite(least, "least value");
            Require.finite(most, "largest value");
            Require.finite(low, "lower bound");
            Require.finite(high, "upper bound");
        }

        @Override
        public IntegrityState state() {
            return IntegrityState.DRIFT;
        }

        @Override
        public String because() {
            return subject + " lies outside its declared range [" + number(low) + ", " + number(high) + "] in " + rows
                    + " rows (" + percent(share) + "): seen " + number(least) + " to " + number(most);
        }

        @Override
        public String hint() {
            return "see whether the unit, the sensor or the declaration is wrong";
        }
    }

    /** The values are the reference's, in another unit: {@code new = factor * old + offset}. */
    record ScaleChanged(
            String subject, double factor, double offset, String unit, double apartBefore, double apartAfter)
            implements ValueFinding {
        /** Checks the numbers. */
        public ScaleChanged {
            Require.finite(factor, "factor");
            Require.finite(offset, "offset");
            Require.share(apartBefore, "distance before");
            Require.share(apartAfter, "distance after");
        }

        /** The change in short, such as {@code ×1000}. */
        public String label() {
            String scale = "×" + number(factor);
            return offset == 0 ? scale : scale + (offset < 0 ? " - " : " + ") + number(Math.abs(offset));
        }

        @Override
        public IntegrityState state() {
            return IntegrityState.DRIFT;
        }

        @Override
        public boolean isFault() {
            return true;
        }

        @Override
        public String because() {
            return String.format(
                    java.util.Locale.ROOT,
                    "%s is the reference's, scale %s: the distributions lie %.2f apart as they are, %.2f after undoing it",
                    subject,
                    label(),
                    apartBefore,
                    apartAfter);
        }

        @Override
        public String hint() {
            return "scale " + label() + (unit.isEmpty() ? "" : ", as from " + unit) + ": convert it back at the source";
        }
    }

    /** More missing values than in the reference, or than declared. */
    record MissingChanged(String subject, double reference, double current, double adjustedPValue)
            implements ValueFinding {
        /** Checks the shares. */
        public MissingChanged {
            Require.share(reference, "reference share");
            Require.share(current, "current share");
            Require.share(adjustedPValue, "adjusted p value");
        }

        @Override
        public IntegrityState state() {
            return IntegrityState.DRIFT;
        }

        @Override
        public boolean isFault() {
            return reference < 0.5 && current > 0.5;
        }

        @Override
        public String because() {
            return subject + " is missing in " + percent(current) + " of the rows, in the reference in "
                    + percent(reference);
        }

        @Override
        public String hint() {
            return "see whether the source of the feature still delivers";
        }
    }

    /** Categories that the reference did not have. */
    record NewCategories(
            String subject, long categories, long rows, double share, double adjustedPValue, List<String> examples)
            implements ValueFinding {
        /** Checks the numbers. */
        public NewCategories {
            Require.notNegative(categories, "number of categories");
            Require.share(share, "share of rows");
            Require.share(adjustedPValue, "adjusted p value");
            examples = List.copyOf(examples);
        }

        @Override
        public IntegrityState state() {
            return IntegrityState.DRIFT;
        }

        @Override
        public String because() {
            return subject + " holds about " + categories + " categories that the reference does not know, in "
                    + percent(share) + " of the rows, such as " + String.join(", ", examples);
        }

        @Override
        public String hint() {
            return categories > CategoryFacts.SAMPLED
                    ? "so many new values look like an identifier or free text: see what the column now holds"
                    : "the model has never seen them: retrain once they have labels";
        }
    }

    /** Known categories that came with other case, white space or encoding. */
    record CategoriesRespelt(String subject, long rows, double share, List<String> examples) implements ValueFinding {
        /** Checks the numbers. */
        public CategoriesRespelt {
            Require.share(share, "share of rows");
            examples = List.copyOf(examples);
        }

        @Override
        public IntegrityState state() {
            return IntegrityState.DRIFT;
        }

        @Override
        public boolean isFault() {
            return true;
        }

        @Override
        public String because() {
            return subject + " came with known categories in another spelling in " + percent(share)
                    + " of the rows, such as '" + String.join("', '", examples) + "'";
        }

        @Override
        public String hint() {
            return "normalisation: the spellings differ in case, white space or Unicode form only";
        }
    }

    /** One value in all rows, where the reference had several. */
    record BecameConstant(String subject, long rows, double pValue) implements ValueFinding {
        /** Checks the p value. */
        public BecameConstant {
            Require.share(pValue, "p value");
        }

        @Override
        public IntegrityState state() {
            return IntegrityState.DRIFT;
        }

        @Override
        public boolean isFault() {
            return true;
        }

        @Override
        public String because() {
            return subject + " holds one value in all " + rows + " rows, in the reference several";
        }

        @Override
        public String hint() {
            return "look for a default that has taken the feature's place";
        }
    }

    /** Other values, where the reference had one only. */
    record StoppedBeingConstant(String subject, long rows) implements ValueFinding {
        @Override
        public IntegrityState state() {
            return IntegrityState.DRIFT;
        }

        @Override
        public String because() {
            return subject + " was constant in the reference and is another or several values in " + rows + " rows";
        }

        @Override
        public String hint() {
            return "the model has learned nothing from this column: take a newer reference";
        }
    }

    /** A feature of the moment that was not refreshed in time. */
    record Stale(String subject, Duration standstill, Duration limit) implements ValueFinding {
        @Override
        public IntegrityState state() {
            return IntegrityState.DRIFT;
        }

        @Override
        public boolean isFault() {
            return true;
        }

        @Override
        public String because() {
            return subject + " stood still or was missing for " + Phrases.time(standstill) + ", declared are at most "
                    + Phrases.time(limit);
        }

        @Override
        public String hint() {
            return "see whether the job that refreshes the feature runs";
        }
    }
}
