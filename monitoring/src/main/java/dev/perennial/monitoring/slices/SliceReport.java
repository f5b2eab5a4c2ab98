package dev.perennial.monitoring.slices;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A window by declared slice.
 *
 * @param overall all rows of the window as one slice
 * @param slices the slices, that of the largest impact first
 * @param mixes how the change of mean metrics splits into change within categories and change of their shares
 * @param tested the number of comparisons that share the error control
 */
public record SliceReport(SliceOutcome overall, List<SliceOutcome> slices, List<MixChange> mixes, long tested) {

    /** Copies the lists. */
    public SliceReport {
        slices = List.copyOf(slices);
        mixes = List.copyOf(mixes);
    }

    /** The slices that do worse than in the reference. */
    public List<SliceOutcome> harmed() {
        return slices.stream().filter(SliceOutcome::harmed).toList();
    }

    /** The slices that do worse than the rest of the window. */
    public List<SliceOutcome> weak() {
        return slices.stream().filter(SliceOutcome::weak).toList();
    }

    /** One sentence. */
    public String because() {
        String all = overall.harmed()
                ? "the window as a whole is worse than the reference"
                : "the window as a whole is not shown to be worse";
        if (harmed().isEmpty()) {
            return all + ", and neither is any of " + slices.size() + " slices";
        }
        String conjunction = overall.harmed() ? ", and so are " : ", but these are: ";
        return all + conjunction + harmed().stream().map(SliceReport::worst).collect(Collectors.joining("; "));
    }

    private static String worst(SliceOutcome slice) {
        return slice.metrics().stream()
                .filter(metric -> metric.againstReference() instanceof SliceFinding.Worse)
                .map(metric -> slice.name() + " (" + metric.window().name() + " "
                        + metric.againstReference().because() + ")")
                .findFirst()
                .orElse(slice.name());
    }
}
