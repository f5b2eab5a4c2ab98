package dev.perennial.registry.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Rules on one model file: its values by JSON pointer, and what is found to be wrong with them. */
abstract class FileRules {
    private final YamlTree file;
    private final List<SpecProblem> problems = new ArrayList<>();

    FileRules(YamlTree file) {
        this.file = file;
    }

    final List<SpecProblem> problems() {
        return List.copyOf(problems);
    }

    final YamlTree.Place keyOf(String pointer) {
        return file.keyOf(pointer);
    }

    final boolean isDeclared(String pointer) {
        return !at(pointer).isMissingNode();
    }

    /** The names of features of a type; of any type where it is empty. */
    final List<String> features(String type) {
        List<String> names = new ArrayList<>();
        for (JsonNode feature : at("/spec/features")) {
            if (feature.path("type").asText().endsWith(type)) {
                names.add(feature.path("name").asText());
            }
        }
        return names;
    }

    /** {@code ; did you mean x?}, or nothing where no word is near. */
    static String didYouMean(String written, Collection<String> words) {
        return NearestWord.of(written, words)
                .map(word -> "; did you mean " + word + "?")
                .orElse("");
    }

    final void positive(String pointer, String path) {
        if (duration(pointer, Duration.ofDays(1)).filter(Duration::isZero).isPresent()) {
            report(pointer, "Invalid " + path + ": " + text(pointer) + ", expected more than nothing");
        }
    }

    final void positiveShare(String pointer, String path) {
        if (SpecValues.share(at(pointer), 1).filter(share -> share == 0).isPresent()) {
            report(pointer, "Invalid " + path + ": " + text(pointer) + ", expected more than 0");
        }
    }

    final JsonNode at(String pointer) {
        return file.root().at(pointer);
    }

    final String text(String pointer) {
        return at(pointer).asText();
    }

    final Optional<Duration> duration(String pointer, Duration standard) {
        return SpecValues.duration(at(pointer), standard);
    }

    final void reportAtFirst(List<String> pointers, String message) {
        report(
                pointers.stream()
                        .filter(pointer -> !at(pointer).isMissingNode())
                        .findFirst()
                        .orElse("/spec"),
                message);
    }

    final void report(String pointer, String message) {
        report(file.placeOf(pointer), message);
    }

    final void report(YamlTree.Place place, String message) {
        problems.add(new SpecProblem(place.line(), place.column(), message));
    }
}
