package dev.perennial.monitoring.integrity;

import static dev.perennial.monitoring.integrity.Phrases.percent;

import dev.perennial.monitoring.Require;

/** What is not as declared of the columns themselves. */
public sealed interface SchemaFinding extends IntegrityFinding {
    /** A declared column is not there, or not in all rows. */
    record ColumnAbsent(String subject, double share) implements SchemaFinding {
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
    record ColumnAdded(String subject) implements SchemaFinding {
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
    record ColumnRenamed(String subject, String from, double likeness) implements SchemaFinding {
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
    record ColumnsReordered(String subject) implements SchemaFinding {
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
            implements SchemaFinding {
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
}
