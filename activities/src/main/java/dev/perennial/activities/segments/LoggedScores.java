package dev.perennial.activities.segments;

import dev.perennial.monitoring.profile.ProfileBuilder;
import dev.perennial.scoring.CompiledModel;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Probabilities of a yes: a version's own score of every row, from the log where it or its shadow gave one and else given
 * anew, and the answers by arm.
 *
 * @param model the version's; empty where another server answers
 */
record LoggedScores(List<String> arms, int version, Optional<CompiledModel> model) implements SegmentAnswers {
    @Override
    public void count(ParquetFile file, int rowGroup, RowMask mask, ProfileBuilder builder) {
        double[] answered = SegmentColumns.numbers(file, rowGroup, "_score");
        double[] versions = SegmentColumns.numbers(file, rowGroup, "_version");
        double[] pairedVersions = SegmentColumns.numbers(file, rowGroup, "_paired_version");
        double[] pairedScores = SegmentColumns.numbers(file, rowGroup, "_paired_score");
        @Nullable String[] who = SegmentColumns.words(file, rowGroup, "_arm");
        double[] own = new double[answered.length];
        BitSet unknown = new BitSet(answered.length);
        for (int row = 0; row < own.length; row++) {
            own[row] = model.isEmpty() || versions[row] == version
                    ? answered[row]
                    : pairedVersions[row] == version ? pairedScores[row] : Double.NaN;
            unknown.set(row, mask.keeps(row) && Double.isNaN(own[row]));
        }
        if (!unknown.isEmpty()) {
            model.ifPresent(known -> {
                int[] rows = unknown.stream().toArray();
                double[] scores = SegmentColumns.scored(known, file, rowGroup, rows);
                for (int index = 0; index < rows.length; index++) {
                    own[rows[index]] = scores[index];
                }
            });
        }
        int kept = 0;
        for (int row = 0; row < own.length; row++) {
            if (mask.keeps(row)) {
                own[kept++] = own[row];
                String word = who[row];
                int arm = word == null ? -1 : arms.indexOf(word.toLowerCase(Locale.ROOT));
                if (arm >= 0) {
                    builder.answer(arm, answered[row], Double.NaN);
                }
            }
        }
        builder.scores(own, 0, kept);
    }
}
