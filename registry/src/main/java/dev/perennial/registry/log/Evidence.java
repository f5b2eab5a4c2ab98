package dev.perennial.registry.log;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an entry rests on: numbers by name, and links (report or evidence digest, workflow id, run) by name. */
public record Evidence(SortedMap<String, Double> numbers, SortedMap<String, String> links) {
    /** Copies the maps and refuses numbers that are not finite. */
    public Evidence {
        numbers.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        "Invalid evidence: " + name + " is " + value + ", expected a finite number");
            }
        });
        numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
        links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
    }

    /** No evidence. */
    public static Evidence none() {
        return new Evidence(new TreeMap<>(), new TreeMap<>());
    }

    /** Links only. */
    public static Evidence links(Map<String, String> links) {
        return new Evidence(new TreeMap<>(), new TreeMap<>(links));
    }

    /** The same evidence with one more number; a number that is not finite is left out. */
    public Evidence with(String name, double value) {
        if (!Double.isFinite(value)) {
            return this;
        }
        SortedMap<String, Double> more = new TreeMap<>(numbers);
        more.put(name, value);
        return new Evidence(more, links);
    }

    /** The same evidence with one more link. */
    public Evidence with(String name, String link) {
        SortedMap<String, String> more = new TreeMap<>(links);
        more.put(name, link);
        return new Evidence(numbers, more);
    }
}
