package dev.perennial.monitoring.profile;

import dev.perennial.monitoring.Require;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link SegmentProfile} counts, frozen with the reference: only profiles of one layout can be added.
 *
 * @param features the bins of each feature, by name
 * @param score the bins of the model's score and of the answers by arm
 * @param arms who may have answered, in the order of their codes
 * @param slices the declared slices, in the order of their codes
 */
public record ProfileLayout(TableBins features, NumericBins score, List<String> arms, List<String> slices) {

    /** Refuses two arms or two slices of one name. */
    public ProfileLayout {
        arms = distinct(arms, "arm");
        slices = distinct(slices, "slice");
    }

    /** A layout of features only. */
    public static ProfileLayout ofFeatures(TableBins features) {
        return new ProfileLayout(features, new NumericBins(List.of(), 0), List.of(), List.of());
    }

    /** The names of the features, in the order of their codes. */
    public List<String> names() {
        return List.copyOf(features.columns().keySet());
    }

    private static List<String> distinct(List<String> names, String what) {
        names.forEach(name -> Require.text(name, what));
        if (new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("Invalid " + what + "s: " + names + " has duplicates");
        }
        return List.copyOf(names);
    }

    /* Not a digest that somebody could not forge: it tells a profile of another layout from one of this. */
    long fingerprint() {
        ProfileWriter out = new ProfileWriter();
        new TreeMap<>(features.columns()).forEach((name, bins) -> describe(name, bins, out));
        describe("", score, out);
        arms.forEach(out::putText);
        slices.forEach(out::putText);
        long hash = 0xCBF29CE484222325L;
        for (byte next : out.bytes()) {
            hash = (hash ^ (next & 0xFF)) * 0x100000001B3L;
        }
        return hash;
    }

    private static void describe(String name, ColumnBins bins, ProfileWriter out) {
        out.putText(name);
        if (bins instanceof NumericBins numeric) {
            out.putByte('n');
            out.putSigned(numeric.quantumExponent());
            numeric.cuts().forEach(out::putDouble);
        } else if (bins instanceof CategoryBins category) {
            out.putByte('c');
            out.putCount(category.categories().size());
            category.categories().forEach(out::putText);
            out.putCount(category.rare().size());
            category.rare().forEach(out::putText);
        }
        out.putByte(0);
    }

    /** The code of each feature by its name. */
    Map<String, Integer> codes() {
        Map<String, Integer> codes = new TreeMap<>();
        names().forEach(name -> codes.put(name, codes.size()));
        return codes;
    }
}
