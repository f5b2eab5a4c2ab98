package dev.perennial.serving.log;

import dev.perennial.serving.wal.SegmentContent.Frame;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/** Some frames of a segment, by their places in it: four bytes each, of which there may be a hundred thousand. */
final class ChosenFrames extends AbstractList<Frame> implements RandomAccess {
    private final List<Frame> all;
    private int[] places = new int[16];
    private int size;

    ChosenFrames(List<Frame> all) {
        this.all = all;
    }

    /** Chooses one more. */
    void choose(int place) {
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
        }
        places[size++] = place;
    }

    @Override
    public Frame get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return all.get(places[index]);
    }

    @Override
    public int size() {
        return size;
    }
}
