package dev.perennial.activities.training;

import dev.perennial.scoring.FeatureTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Rows as a forest is trained on them: each input of a {@link TreeEncoding}, in single precision, is the number of its
 * bin of about as many training values, from 1 on; a missing one is left out, which Tribuo reads as 0.
 */
final class BinnedEncoding implements Encoder {

    private final TreeEncoding values;
    // by input, what separates its bins: a bin ends with, and includes, its cut
    private final Map<String, float[]> cuts = new HashMap<>();

    BinnedEncoding(TreeEncoding values, FeatureTable training, int bins) {
        this.values = values;
        Map<String, float[]> columns = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        ExampleBuffer buffer = new ExampleBuffer(values.inputs());
        for (int row = 0; row < training.rows(); row++) {
            buffer.clear();
            values.encode(training, row, buffer);
            for (int index = 0; index < buffer.size(); index++) {
                float[] column = columns.computeIfAbsent(buffer.name(index), name -> new float[training.rows()]);
                column[counts.merge(buffer.name(index), 1, Integer::sum) - 1] = (float) buffer.value(index);
            }
        }
        columns.forEach((name, column) ->
                cuts.put(name, cuts(Arrays.copyOf(column, counts.getOrDefault(name, 0)), bins)));
    }

    /* Ascending, each below the largest value, so that no bin of training is empty. */
    private static float[] cuts(float[] column, int bins) {
        Arrays.sort(column);
        float[] cuts = new float[bins];
        int count = 0;
        for (int bin = 1; bin < bins; bin++) {
            float cut = column[(int) ((long) bin * column.length / bins)];
            if (cut < column[column.length - 1] && (count == 0 || cut > cuts[count - 1])) {
                cuts[count++] = cut;
            }
        }
        return Arrays.copyOf(cuts, count);
    }

    @Override
    public void encode(FeatureTable table, int row, ExampleBuffer into) {
        ExampleBuffer raw = new ExampleBuffer(values.inputs());
        values.encode(table, row, raw);
        for (int index = 0; index < raw.size(); index++) {
            into.add(raw.name(index), bin(raw.name(index), (float) raw.value(index)));
        }
    }

    private int bin(String name, float value) {
        float[] ofInput = cuts.getOrDefault(name, new float[0]);
        int place = Arrays.binarySearch(ofInput, value);
        return 1 + (place >= 0 ? place : -place - 1);
    }

    /** The threshold below which values have bins of at most this number; below all of them for bin 0. */
    float threshold(String name, int bin) {
        return bin == 0 ? -Float.MAX_VALUE : Math.nextUp(cuts.getOrDefault(name, new float[0])[bin - 1]);
    }
}
