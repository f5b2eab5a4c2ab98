package dev.perennial.activities.training;

import java.util.Arrays;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;

/** Collects the named numbers of one row for Tribuo. */
final class ExampleBuffer {

    private String[] names;
    private double[] values;
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

    int size() {
        return size;
    }

    String name(int index) {
        return names[index];
    }

    double value(int index) {
        return values[index];
    }

    void add(String name, double value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size + 1);
            values = Arrays.copyOf(values, names.length);
        }
        names[size] = name;
        values[size++] = value;
    }

    <T extends Output<T>> ArrayExample<T> toExample(T output) {
        return new ArrayExample<>(output, Arrays.copyOf(names, size), Arrays.copyOf(values, size));
    }
}
