package dev.perennial.workflows.alert;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Consumer;

/** One thing to do about alerts after a look. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AlertStep.Raise.class, name = "raise"),
    @JsonSubTypes.Type(value = AlertStep.Tell.class, name = "tell"),
    @JsonSubTypes.Type(value = AlertStep.Note.class, name = "note")
})
public sealed interface AlertStep {
    /** Raises an alert. */
    record Raise(AlertRequest request) implements AlertStep {
        @Override
        public void match(Consumer<Raise> raise, Consumer<Tell> tell, Consumer<Note> note) {
            raise.accept(this);
        }
    }

    /** Tells an open alert what was found; {@code request} raises its workflow again should it be gone. */
    record Tell(AlertRequest request, AlertSighting sighting) implements AlertStep {
        @Override
        public void match(Consumer<Raise> raise, Consumer<Tell> tell, Consumer<Note> note) {
            tell.accept(this);
        }
    }

    /** Writes a breach of severity log to the timeline, and nothing else. */
    record Note(AlertRequest request) implements AlertStep {
        @Override
        public void match(Consumer<Raise> raise, Consumer<Tell> tell, Consumer<Note> note) {
            note.accept(this);
        }
    }

    /** Does what fits this step. */
    void match(Consumer<Raise> raise, Consumer<Tell> tell, Consumer<Note> note);
}
