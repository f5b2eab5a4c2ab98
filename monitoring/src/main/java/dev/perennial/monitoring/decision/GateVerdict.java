package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import java.util.List;

/** Whether a candidate may go on to review and rollout. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = GateVerdict.Passed.class, name = "passed"),
    @JsonSubTypes.Type(value = GateVerdict.Rejected.class, name = "rejected")
})
public sealed interface GateVerdict {

    /** What it rests on. */
    GateEvidence evidence();

    /** One sentence with the numbers. */
    String because();

    /**
     * Every requirement was proved.
     *
     * @param evidence what it rests on
     * @param because one sentence with the numbers
     */
    record Passed(GateEvidence evidence, String because) implements GateVerdict {

        /** Asks for a reason. */
        public Passed {
            Require.text(because, "reason");
        }
    }

    /**
     * At least one requirement was not proved; too little evidence is a reason like any other.
     *
     * @param evidence what it rests on
     * @param reasons every requirement that failed, in words
     */
    record Rejected(GateEvidence evidence, List<String> reasons) implements GateVerdict {

        /** Copies the list and asks for a reason. */
        public Rejected {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("Invalid rejection: no reason");
            }
        }

        @Override
        public String because() {
            return String.join("; ", reasons);
        }
    }
}
