package dev.perennial.registry.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Whether some stored bytes are the next entry of a model's chain. */
sealed interface Link {
    /** They are: this entry, after which the model is in this state. */
    record Fits(RegistryEntry entry, ModelState state) implements Link {}

    /** They are not, for this reason. */
    record Breaks(String reason) implements Link {}

    /** Checks bytes found at {@code before.seq() + 1}; {@code notBefore} is when the predecessor was recorded. */
    static Link of(ModelState before, Instant notBefore, byte[] stored, ObjectMapper json) {
        RegistryEntry entry;
        try {
            entry = json.readValue(stored, RegistryEntry.class);
        } catch (IOException e) {
            return new Breaks("it cannot be read as an entry");
        }
        if (!entry.model().equals(before.model())) {
            return new Breaks("it belongs to model " + entry.model());
        }
        if (entry.seq() != before.seq() + 1) {
            return new Breaks("it calls itself entry " + entry.seq());
        }
        if (!entry.previous().equals(before.head())) {
            return new Breaks("its predecessor has digest " + abbreviated(before.head()) + ", it names "
                    + abbreviated(entry.previous()));
        }
        if (entry.recordedAt().isBefore(notBefore)) {
            return new Breaks("it was recorded at " + entry.recordedAt() + ", before its predecessor at " + notBefore);
        }
        try {
            return new Fits(entry, ModelStateFold.apply(before, entry, Digest.of(stored)));
        } catch (RefusedException e) {
            return new Breaks("it cannot follow: " + e.getMessage());
        }
    }

    private static String abbreviated(Optional<Digest> digest) {
        return digest.map(Digest::abbreviated).orElse("none");
    }

    /** What a break at this entry is called. */
    static String broken(ModelName model, long seq, String reason) {
        return "entry " + seq + " of " + model + " does not fit: " + reason;
    }
}
