package dev.perennial.monitoring.bias;

import dev.perennial.monitoring.performance.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decisions and errors by sensitive group.
 *
 * @param columns the sensitive columns
 * @param tested the number of comparisons that share the error control
 */
public record BiasReport(List<BiasColumn> columns, long tested) {

    /** Copies the list. */
    public BiasReport {
        columns = List.copyOf(columns);
    }

    /** One sentence for each gap beyond what is tolerated, or one that there is none. */
    public List<String> because() {
        List<String> sentences = new ArrayList<>();
        for (BiasColumn column : columns) {
            for (BiasGap gap : column.unequal()) {
                sentences.add(sentence(column, gap));
            }
        }
        return sentences.isEmpty()
                ? List.of(
                        "no gap between groups is shown to be beyond what is tolerated, in " + tested + " comparisons")
                : sentences;
    }

    private static String sentence(BiasColumn column, BiasGap gap) {
        return gap.value() instanceof Estimate.Measured measured
                ? String.format(
                        Locale.ROOT,
                        gap.measure() == BiasMeasure.MEAN_ERROR || gap.measure() == BiasMeasure.MEAN_ANSWER
                                ? "%s%s of %s %s against %s: %.4g [%.4g, %.4g], %s"
                                : "%s%s of %s %s against %s: %.3f [%.3f, %.3f], %s",
                        gap.measure().label(),
                        column.answer().map(word -> " of answer " + word).orElse(""),
                        column.column(),
                        gap.group(),
                        gap.against(),
                        measured.value(),
                        measured.lower(),
                        measured.upper(),
                        gap.finding().because())
                : gap.finding().because();
    }
}
