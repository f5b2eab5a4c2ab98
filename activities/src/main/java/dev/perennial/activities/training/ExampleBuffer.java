package dev.perennial.activities.training;

import java.util.Arrays;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;

/** Collects the named numbers of one row for Tribuo. */
final class ExampleBuffer {

    private final String[] names;
    private final double[] values;
    private int size;

    ExampleBuffer(int capacity) {
        names = new String[capacity];
        values = new double[capacity];
    }

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(String name, double value) {
        names[size] = name;
        values[size++] = value;
    }

    ArrayExample<Label> toExample(Label label) {
        return new ArrayExample<>(label, Arrays.copyOf(names, size), Arrays.copyOf(values, size));
    }
}
