package dev.perennial.monitoring.profile;

import java.util.Arrays;
import java.util.List;

/** How the answers of one arm are distributed over the score's bins, by label, and what they were worth. Immutable. */
public final class AnswerCounts {
    private final int bins;
    private final long[] counts;
    private final OutcomeSums sums;

    /* Takes the array over: the bins of each outcome after those of the one before. */
    AnswerCounts(int bins, long[] counts, OutcomeSums sums) {
        this.bins = bins;
        this.counts = counts;
        this.sums = sums;
    }

    /** The number of answers with a finite score in each bin of the score, of rows with that outcome. */
    public List<Long> histogram(Outcome outcome) {
        int from = outcome.code() * bins;
        return Arrays.stream(counts, from, from + bins).boxed().toList();
    }

    /** Rows, labels and losses. */
    public OutcomeSums sums() {
        return sums;
    }

    void addTo(long[] totals) {
        for (int index = 0; index < counts.length; index++) {
            totals[index] += counts[index];
        }
    }

    void write(ProfileWriter out) {
        out.putCounts(counts);
        sums.write(out);
    }

    static AnswerCounts read(int bins, ProfileReader in) {
        return new AnswerCounts(bins, in.takeCounts(bins * Outcome.COUNT), OutcomeSums.read(in));
    }

    /** Collects answers; not thread-safe. */
    static final class Counter {
        private final CutPoints cuts;
        private final int bins;
        private final long[] counts;
        private final OutcomeCounter sums = new OutcomeCounter();

        Counter(NumericBins score, CutPoints cuts) {
            this.cuts = cuts;
            bins = score.size();
            counts = new long[bins * Outcome.COUNT];
        }

        void add(double score, double label) {
            sums.add(score, label);
            if (Double.isFinite(score)) {
                counts[Outcome.of(label).code() * bins + cuts.bin(score)]++;
            }
        }

        void add(AnswerCounts other) {
            other.addTo(counts);
            other.sums.addTo(sums);
        }

        AnswerCounts freeze() {
            return new AnswerCounts(bins, counts.clone(), sums.freeze());
        }
    }
}
