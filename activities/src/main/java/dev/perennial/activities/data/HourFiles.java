package dev.perennial.activities.data;

import dev.perennial.registry.ModelName;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All objects of one hour of one half of a model's log, standing or not.
 *
 * @param raw keys of files as they came, sorted
 * @param editionFiles keys of files that editions made, sorted, also of editions that came to nothing
 * @param newest the edition in force
 */
record HourFiles(
        ModelName model,
        LogKind kind,
        Instant hour,
        List<String> raw,
        List<String> editionFiles,
        Optional<Edition> newest) {
    HourFiles {
        raw = List.copyOf(raw);
        editionFiles = List.copyOf(editionFiles);
    }

    /** The keys that together have every row of the hour exactly once, sorted. */
    List<String> standing() {
        return Stream.concat(newest.flatMap(Edition::file).stream(), uncovered().stream())
                .sorted()
                .toList();
    }

    /** The files as they came that no edition stands for. */
    List<String> uncovered() {
        Set<String> covered = new HashSet<>(newest.map(Edition::covers).orElse(List.of()));
        return raw.stream()
                .filter(key -> !covered.contains(LogLayout.name(key)))
                .toList();
    }

    /** Files that do not count and never will again. */
    List<String> dead() {
        if (newest.isEmpty()) {
            return List.of();
        }
        Edition edition = newest.get();
        Set<String> covered = new HashSet<>(edition.covers());
        return Stream.concat(
                        raw.stream().filter(key -> covered.contains(LogLayout.name(key))),
                        editionFiles.stream()
                                .filter(key -> LogLayout.editionOf(key) <= edition.number())
                                .filter(key -> !edition.file().equals(Optional.of(key))))
                .toList();
    }
}
