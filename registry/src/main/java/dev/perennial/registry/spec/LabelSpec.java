package dev.perennial.registry.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.scoring.Outputs;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The truth that comes later: its name, what it may say, when it usually arrives and when it may be trusted.
 *
 * @param positive the word that says yes; only a yes-or-no question has one
 * @param classes what it may say, in the order of the answers' probabilities; only a question of several classes has some
 */
public record LabelSpec(
        String name,
        Optional<String> positive,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> classes,
        Duration typicalDelay,
        Duration matureAfter) {
    /** Checks that the name is none of the log's partitions'. */
    public LabelSpec {
        PartitionColumns.objection(name).ifPresent(objection -> {
            throw new IllegalArgumentException("Invalid label name: " + objection);
        });
        // Messages of earlier versions have no classes.
        classes = List.copyOf(Objects.requireNonNullElse(classes, List.of()));
    }

    /** The answer to a yes-or-no question. */
    public LabelSpec(String name, String positive, Duration typicalDelay, Duration matureAfter) {
        this(name, Optional.of(positive), List.of(), typicalDelay, matureAfter);
    }

    /** One of several classes. */
    public static LabelSpec ofClasses(String name, List<String> classes, Duration typicalDelay, Duration matureAfter) {
        return new LabelSpec(name, Optional.empty(), classes, typicalDelay, matureAfter);
    }

    /** A quantity. */
    public static LabelSpec ofQuantity(String name, Duration typicalDelay, Duration matureAfter) {
        return new LabelSpec(name, Optional.empty(), List.of(), typicalDelay, matureAfter);
    }

    /** What a model of such a label answers with. */
    public Outputs outputs() {
        if (positive.isPresent()) {
            return Outputs.probability();
        }
        return classes.isEmpty() ? Outputs.value() : Outputs.classes(classes);
    }

    /**
     * The word that says yes.
     *
     * @throws IllegalStateException if the label answers another kind of question
     */
    public String yes() {
        return positive.orElseThrow(() ->
                new IllegalStateException("Cannot tell a yes of label " + name + ": it declares no positive value"));
    }
}
