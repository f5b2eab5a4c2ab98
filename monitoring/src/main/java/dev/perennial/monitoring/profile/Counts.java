package dev.perennial.monitoring.profile;

import dev.perennial.monitoring.Require;
import java.util.ArrayList;
import java.util.List;

/** Arithmetic on lists of counts. */
final class Counts {

    private Counts() {}

    static List<Long> checked(List<Long> counts, int expected) {
        Require.sameLength(expected, counts.size(), "counts");
        for (long count : counts) {
            Require.notNegative(count, "count");
        }
        return List.copyOf(counts);
    }

    static long total(List<Long> counts) {
        long total = 0;
        for (long count : counts) {
            total = Math.addExact(total, count);
        }
        return total;
    }

    static List<Long> sum(List<Long> left, List<Long> right) {
        List<Long> sum = new ArrayList<>(left.size());
        for (int i = 0; i < left.size(); i++) {
            sum.add(Math.addExact(left.get(i), right.get(i)));
        }
        return sum;
    }
}
