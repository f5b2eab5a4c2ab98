package dev.perennial.serving.gateway;

import dev.perennial.serving.log.Arm;
import dev.perennial.serving.log.ClassAnswer;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of each row of a request, in reusable arrays. Not thread-safe. */
final class RowOutcomes {
    private UUID[] ids = new UUID[1];
    private double[] scores = new double[1];
    private @Nullable ClassAnswer[] classes = new ClassAnswer[1];
    private Arm[] arms = new Arm[1];
    private int[] versions = new int[1];
    private int rows;

    void prepare(int count) {
        rows = count;
        if (ids.length < count) {
            ids = new UUID[count];
            scores = new double[count];
            classes = new ClassAnswer[count];
            arms = new Arm[count];
            versions = new int[count];
        }
    }

    void set(int row, UUID id, double score, @Nullable ClassAnswer ofClasses, Arm arm, int version) {
        ids[row] = id;
        scores[row] = score;
        classes[row] = ofClasses;
        arms[row] = arm;
        versions[row] = version;
    }

    int rows() {
        return rows;
    }

    UUID id(int row) {
        return ids[row];
    }

    double score(int row) {
        return scores[row];
    }

    /** What is said of each class, of a model that has several. */
    ClassAnswer classes(int row) {
        return Objects.requireNonNull(classes[row], "the model answers with one number");
    }

    Arm arm(int row) {
        return arms[row];
    }

    /** The version that answered, or that should have where the fallback did; 0 if there was none. */
    int version(int row) {
        return versions[row];
    }

    /** Whether all rows were answered by the same version on the same arm. */
    boolean uniform() {
        for (int row = 1; row < rows; row++) {
            if (arms[row] != arms[0] || versions[row] != versions[0]) {
                return false;
            }
        }
        return true;
    }
}
