package dev.perennial.monitoring.decision;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.paired.PairedTest;
import java.util.List;

/** Whether a candidate may go on to review and rollout. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = GateVerdict.Passed.class, name = "passed"),
    @JsonSubTypes.Type(value = GateVerdict.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = GateVerdict.PassedOnLoss.class, name = "passed-on-loss"),
    @JsonSubTypes.Type(value = GateVerdict.RejectedOnLoss.class, name = "rejected-on-loss")
})
public sealed interface GateVerdict {

    /** One sentence with the numbers. */
    String because();

    /** Whether every requirement was proved. */
    boolean passes();

    /** The difference of losses that it rests on first of all; positive favours the candidate. */
    PairedTest difference();

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

        @Override
        public boolean passes() {
            return true;
        }

        @Override
        public PairedTest difference() {
            return evidence.logLoss();
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

        @Override
        public boolean passes() {
            return false;
        }

        @Override
        public PairedTest difference() {
            return evidence.logLoss();
        }
    }

    /**
     * Every requirement was proved, of a task whose candidates are compared by one loss alone.
     *
     * @param evidence what it rests on
     * @param because one sentence with the numbers
     */
    record PassedOnLoss(LossEvidence evidence, String because) implements GateVerdict {

        /** Asks for a reason. */
        public PassedOnLoss {
            Require.text(because, "reason");
        }

        @Override
        public boolean passes() {
            return true;
        }

        @Override
        public PairedTest difference() {
            return evidence.difference();
        }
    }

    /**
     * At least one requirement was not proved, of a task whose candidates are compared by one loss alone.
     *
     * @param evidence what it rests on
     * @param reasons every requirement that failed, in words
     */
    record RejectedOnLoss(LossEvidence evidence, List<String> reasons) implements GateVerdict {

        /** Copies the list and asks for a reason. */
        public RejectedOnLoss {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("Invalid rejection: no reason");
            }
        }

        @Override
        public String because() {
            return String.join("; ", reasons);
        }

        @Override
        public boolean passes() {
            return false;
        }

        @Override
        public PairedTest difference() {
            return evidence.difference();
        }
    }
}
