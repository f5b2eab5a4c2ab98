package dev.perennial.monitoring.integrity;

import static dev.perennial.monitoring.integrity.Phrases.number;
import static dev.perennial.monitoring.integrity.Phrases.percent;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import java.time.Duration;
import java.util.List;

/** One thing that is not as declared or not as in the reference, with its numbers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = IntegrityFinding.ColumnAbsent.class, name = "column-absent"),
    @JsonSubTypes.Type(value = IntegrityFinding.ColumnAdded.class, name = "column-added"),
    @JsonSubTypes.Type(value = IntegrityFinding.ColumnRenamed.class, name = "column-renamed"),
    @JsonSubTypes.Type(value = IntegrityFinding.ColumnsReordered.class, name = "columns-reordered"),
    @JsonSubTypes.Type(value = IntegrityFinding.TypeChanged.class, name = "type-changed"),
    @JsonSubTypes.Type(value = IntegrityFinding.NotFinite.class, name = "not-finite"),
    @JsonSubTypes.Type(value = IntegrityFinding.OutOfRange.class, name = "out-of-range"),
    @JsonSubTypes.Type(value = IntegrityFinding.ScaleChanged.class, name = "scale-changed"),
    @JsonSubTypes.Type(value = IntegrityFinding.MissingChanged.class, name = "missing-changed"),
    @JsonSubTypes.Type(value = IntegrityFinding.NewCategories.class, name = "new-categories"),
    @JsonSubTypes.Type(value = IntegrityFinding.CategoriesRespelt.class, name = "categories-respelt"),
    @JsonSubTypes.Type(value = IntegrityFinding.BecameConstant.class, name = "became-constant"),
    @JsonSubTypes.Type(value = IntegrityFinding.StoppedBeingConstant.class, name = "stopped-being-constant"),
    @JsonSubTypes.Type(value = IntegrityFinding.Stale.class, name = "stale"),
    @JsonSubTypes.Type(value = IntegrityFinding.RowsRepeated.class, name = "rows-repeated"),
    @JsonSubTypes.Type(value = IntegrityFinding.RowsReplayed.class, name = "rows-replayed"),
    @JsonSubTypes.Type(value = IntegrityFinding.TimesOutside.class, name = "times-outside"),
    @JsonSubTypes.Type(value = IntegrityFinding.VolumeChanged.class, name = "volume-changed")
})
public sealed interface IntegrityFinding {

    /** What it is about: the name of a column, or {@code rows}. */
    String subject();

    /** What it makes of the window; {@link IntegrityState#OK} for what is only told. */
    IntegrityState state();

    /** How loudly it is told. */
    default Severity severity() {
        return state() == IntegrityState.OK ? Severity.LOG : Severity.TICKET;
    }

    /**
     * Whether a pipeline, and not the world, produces it: what is quarantined, and besides that changed units and spellings,
     * repeated, replayed and standing values, and columns that lost most of their values.
     */
    @JsonIgnore
    default boolean isFault() {
        return state() == IntegrityState.QUARANTINED;
    }

    /** One sentence with the numbers. */
    String because();

    /** Where to look first. */
    String hint();

    /** A declared column is not there, or not in all rows. */
    record ColumnAbsent(String subject, double share) implements IntegrityFinding {
        /** Checks the share. */
        public ColumnAbsent {
            Require.share(share, "share of rows");
        }

        @Override
        public IntegrityState state() {
            return IntegrityState.QUARANTINED;
        }

        @Override
        public String because() {
            return "declared column " + subject + " is absent from " + percent(share) + " of the rows";
        }

        @Override
        public String hint() {
            return "see what the producer of the rows has changed";
        }
    }

    /** A column that nobody declared. */
    record ColumnAdded(String subject) implements IntegrityFinding {
        @Override
        public IntegrityState state() {
            return IntegrityState.OK;
        }

        @Override
        public String because() {
            return "column " + Spelling.shown(subject) + " is not declared and is left out";
        }

        @Override
        public String hint() {
            return "declare it if the model should use it";
        }
    }

    /** A declared column is gone, and one that looks like it has come. */
    record ColumnRenamed(String subject, String from, double likeness) implements IntegrityFinding {
        /** Checks the likeness, a share. */
        public ColumnRenamed {
            Require.share(likeness, "likeness");
        }

        @Override
        public IntegrityState state() {
            return IntegrityState.QUARANTINED;
        }

        @Override
        public String because() {
            return "declared column " + from + " is absent, and " + Spelling.shown(subject) + " has come with "
                    + percent(likeness) + " of its distribution in common";
        }

        @Override
        public String hint() {
            return "it looks renamed: map the new name to the declared one";
        }
    }

    /** Declared columns in another order; it has no effect. */
    record ColumnsReordered(String subject) implements IntegrityFinding {
        @Override
        public IntegrityState state() {
            return IntegrityState.OK;
        }

        @Override
        public String because() {
            return "the columns came in another order than declared, which has no effect";
        }

        @Override
        public String hint() {
            return "nothing to do: columns are read by name";
        }
    }

    /** Values of another kind than declared. */
    record TypeChanged(String subject, ColumnKind declared, double numbers, double decimalCommas, double words)
            implements IntegrityFinding {
        /** Checks the shares of the values. */
        public TypeChanged {
            Require.share(numbers, "share of numbers");
            Require.share(decimalCommas, "share of decimal commas");
            Require.share(words, "share of words");
        }

        @Override
        public IntegrityState state() {
            return IntegrityState.QUARANTINED;
        }

        @Override
        public String because() {
            return declared == ColumnKind.NUMBER
                    ? subject + " is declared a number and came as text: " + percent(numbers) + " of the values are"
                            + " numbers written out, " + percent(decimalCommas) + " have a decimal comma, "
                            + percent(words) + " are words"
                    : subject + " is declared a category and " + percent(numbers) + " of its values came as numbers";
        }

        @Override
        public String hint() {
            if (declared == ColumnKind.CATEGORY) {
                return "write the codes as text";
            }
            if (decimalCommas > words && decimalCommas > 0) {
                return "decimal comma: write the numbers with a point";
            }
            return words == 0 ? "the numbers are written as text: write them as numbers" : "see which words came";
        }
    }

    /** Infinite values. */
    record NotFinite(String subject, long rows, double share) implements IntegrityFinding {
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
            implements IntegrityFinding {
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
            implements IntegrityFinding {
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
            implements IntegrityFinding {
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
            implements IntegrityFinding {
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
    record CategoriesRespelt(String subject, long rows, double share, List<String> examples)
            implements IntegrityFinding {
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
    record BecameConstant(String subject, long rows, double pValue) implements IntegrityFinding {
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
    record StoppedBeingConstant(String subject, long rows) implements IntegrityFinding {
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
    record Stale(String subject, Duration standstill, Duration limit) implements IntegrityFinding {
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

    /** The same row several times. */
    record RowsRepeated(String subject, double share, double byNature, double pValue) implements IntegrityFinding {
        /** Checks the shares. */
        public RowsRepeated {
            Require.share(share, "share of repeated rows");
            Require.share(byNature, "share by nature");
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
            return "about " + percent(share) + " of the rows repeat an earlier row of the window, by nature "
                    + percent(byNature);
        }

        @Override
        public String hint() {
            return "a batch was sent twice, or a join multiplies rows: remove repeats by prediction id";
        }
    }

    /** Rows that the window before already had. */
    record RowsReplayed(String subject, double share, double pValue) implements IntegrityFinding {
        /** Checks the share. */
        public RowsReplayed {
            Require.share(share, "share of replayed rows");
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
            return "about " + percent(share) + " of the rows were already in the window before";
        }

        @Override
        public String hint() {
            return "an old batch was replayed: remove repeats by prediction id";
        }
    }

    /** Event times outside the window. */
    record TimesOutside(String subject, Duration before, Duration after) implements IntegrityFinding {
        @Override
        public IntegrityState state() {
            return IntegrityState.QUARANTINED;
        }

        @Override
        public String because() {
            return after.isZero()
                    ? "event times reach " + Phrases.time(before) + " back before the window"
                    : "event times reach " + Phrases.time(after) + " beyond the window's end";
        }

        @Override
        public String hint() {
            return after.isZero() ? "late rows belong to their own window" : "see whether a producer's clock is ahead";
        }
    }

    /** More or fewer rows than periods of the reference had. */
    record VolumeChanged(String subject, long rows, double expected, double adjustedPValue)
            implements IntegrityFinding {
        /** Checks the numbers. */
        public VolumeChanged {
            Require.notNegative(expected, "expected rows");
            Require.share(adjustedPValue, "adjusted p value");
        }

        @Override
        public IntegrityState state() {
            return IntegrityState.DRIFT;
        }

        @Override
        public String because() {
            return rows + " rows came, about " + number(expected) + " were expected";
        }

        @Override
        public String hint() {
            return rows == 0
                    ? "silence: see whether the gateway and its log run"
                    : rows < expected
                            ? "see whether traffic or segments are missing"
                            : "see whether rows are repeated or a new caller has come";
        }
    }
}
