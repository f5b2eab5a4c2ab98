package dev.perennial.cli.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every answer that the gateway gave, beside the truth. Not safe for use by several threads. */
final class Scoreboard {
    private final List<Flight> flights = new ArrayList<>();
    private double[] probabilities = new double[1 << 16];
    private final TreeSet<Integer> versions = new TreeSet<>();
    private long labels;

    void answered(Flight flight, double probability, int version) {
        if (flights.size() == probabilities.length) {
            probabilities = Arrays.copyOf(probabilities, 2 * probabilities.length);
        }
        probabilities[flights.size()] = probability;
        flights.add(flight);
        versions.add(version);
    }

    void labelled(int count) {
        labels += count;
    }

    /** The flights answered, in order. */
    List<Flight> flights() {
        return flights;
    }

    /** The probability answered for each flight, in the same order. */
    double[] probabilities() {
        return Arrays.copyOf(probabilities, flights.size());
    }

    /** How many labels the gateway has accepted. */
    long labels() {
        return labels;
    }

    /** Which versions answered. */
    Set<Integer> versions() {
        return Set.copyOf(versions);
    }
}
