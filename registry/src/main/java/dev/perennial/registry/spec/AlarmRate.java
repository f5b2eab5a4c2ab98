package dev.perennial.registry.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So many alarms in such a time, written {@code 1 per quarter}. */
public record AlarmRate(double count, Per per) {
    private static final Pattern TEXT =
            Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?) per (day|week|month|quarter|year)");

    /** Checks the count. */
    public AlarmRate {
        if (!(count > 0) || Double.isInfinite(count)) {
            throw new IllegalArgumentException("Invalid rate of alarms: " + count + ", expected more than 0");
        }
    }

    /** Reads {@code 1 per quarter}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static AlarmRate parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Invalid rate of alarms: '" + text + "', expected the form 1 per quarter");
        }
        return new AlarmRate(
                Double.parseDouble(matcher.group(1)),
                Per.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)));
    }

    /** The expected number of alarms in this time. */
    public double in(Duration time) {
        return count * time.toMillis() / per.length().toMillis();
    }

    @JsonValue
    @Override
    public String toString() {
        BigDecimal plain = BigDecimal.valueOf(count).stripTrailingZeros();
        return plain.toPlainString() + " per " + per.name().toLowerCase(Locale.ROOT);
    }

    /** The time that a rate is for; months and longer have the mean length of the Gregorian calendar. */
    public enum Per {
        /** 24 hours. */
        DAY(Duration.ofDays(1)),
        /** Seven days. */
        WEEK(Duration.ofDays(7)),
        /** A twelfth of a year. */
        MONTH(Duration.ofSeconds(31_556_952 / 12)),
        /** A quarter of a year. */
        QUARTER(Duration.ofSeconds(31_556_952 / 4)),
        /** 365.2425 days. */
        YEAR(Duration.ofSeconds(31_556_952));

        private final Duration length;

        Per(Duration length) {
            this.length = length;
        }

        /** How long it is. */
        public Duration length() {
            return length;
        }
    }
}
