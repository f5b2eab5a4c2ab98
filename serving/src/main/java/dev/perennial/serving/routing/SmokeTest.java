package dev.perennial.serving.routing;

import dev.perennial.scoring.CompiledModelFormat.Contents;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.Outputs;
import dev.perennial.serving.log.ClassAnswer;
import java.util.OptionalInt;

/**
 * What a version has to answer before it takes traffic: as the gateway will ask it, the empty row, and the rows of the
 * golden sample in the file, of which the empty one shows only where missing values go.
 */
final class SmokeTest {
    private SmokeTest() {}

    /** Throws {@code UnservableVersionException} at the first row that is not answered as declared. */
    static void pass(LoadedVersion version, Contents contents, FeatureSchema request) {
        FeatureRow row = new FeatureRow(request);
        score(version, row, "an empty row");
        if (contents.goldenSample().isEmpty()) {
            return;
        }
        FeatureTable golden = contents.goldenSample().get().rows();
        int[] sources = new int[request.size()];
        for (int column = 0; column < sources.length; column++) {
            OptionalInt source = golden.schema().indexOf(request.feature(column).name());
            sources[column] = source.orElse(-1);
        }
        FeatureRow own = new FeatureRow(golden.schema());
        for (int index = 0; index < golden.rows(); index++) {
            golden.read(index, own);
            fill(row, own, sources);
            score(version, row, "golden row " + index);
        }
    }

    private static void fill(FeatureRow row, FeatureRow own, int[] sources) {
        row.clear();
        for (int column = 0; column < sources.length; column++) {
            if (sources[column] >= 0) {
                if (row.schema().holdsNumbers(column)) {
                    row.setNumber(column, own.number(sources[column]));
                } else {
                    row.setCategory(column, own.category(sources[column]));
                }
            }
        }
    }

    private static void score(LoadedVersion version, FeatureRow row, String what) {
        if (version.outputs() instanceof Outputs.ClassProbabilities) {
            ClassAnswer classes = version.classes(row);
            if (!classes.isDistribution()) {
                throw new UnservableVersionException("version " + version.number() + " scores " + what + " as "
                        + classes + ", expected probabilities that are 1 together");
            }
            return;
        }
        double score = version.score(row);
        if (!version.outputs().allow(score)) {
            throw new UnservableVersionException("version " + version.number() + " scores " + what + " as " + score
                    + ", expected "
                    + (version.outputs() instanceof Outputs.Value ? "a finite number" : "0 to 1"));
        }
    }
}
