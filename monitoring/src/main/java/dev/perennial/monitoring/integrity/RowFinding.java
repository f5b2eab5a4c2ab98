package dev.perennial.monitoring.integrity;

import static dev.perennial.monitoring.integrity.Phrases.number;
import static dev.perennial.monitoring.integrity.Phrases.percent;

import dev.perennial.monitoring.Require;
import java.time.Duration;

/** What is not as in the reference of the rows as a whole. */
public sealed interface RowFinding extends IntegrityFinding {
    /** The same row several times. */
    record RowsRepeated(String subject, double share, double byNature, double pValue) implements RowFinding {
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
    record RowsReplayed(String subject, double share, double pValue) implements RowFinding {
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
    record TimesOutside(String subject, Duration before, Duration after) implements RowFinding {
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
    record VolumeChanged(String subject, long rows, double expected, double adjustedPValue) implements RowFinding {
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
