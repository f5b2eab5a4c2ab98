package dev.perennial.registry.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * How much a single source may say about predictions, and for how long.
 *
 * <p>A source that says the share s of all labels can move an accuracy, an error rate or a base rate by s and no more, so
 * the cap is a bound on what one liar can do. Who is the pipeline that rightly says nearly everything, only the declarer
 * knows: without trusted sources there is no cap.
 *
 * @param trusted sources that no cap holds
 * @param share what any other source may say of all that is said in {@code per}; empty where nothing is capped
 * @param allowance what any source may say in {@code per}, however little others say
 * @param per the length of the sliding window, by the gateway's clock
 * @param expiresAfter the age of a prediction from which nothing is taken about it any more; empty for never
 */
public record FeedbackSpec(
        List<String> trusted, OptionalDouble share, int allowance, Duration per, Optional<Duration> expiresAfter) {
    /** No cap and no end. */
    public static final FeedbackSpec STANDARD = new FeedbackSpec(
            List.of(),
            OptionalDouble.empty(),
            SpecDefaults.FEEDBACK_ALLOWANCE,
            SpecDefaults.FEEDBACK_PER,
            Optional.empty());

    /** Copies the names in their order. */
    public FeedbackSpec {
        trusted = List.copyOf(new TreeSet<>(trusted));
        if (allowance < 0 || per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException(
                    "Invalid cap: " + allowance + " items in " + per + ", expected none or more in a positive time");
        }
        if (share.isPresent() && !(share.getAsDouble() >= 0 && share.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("Invalid share: " + share.getAsDouble() + ", expected 0 to 1");
        }
    }
}
