package dev.perennial.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The person who decides: approves at once what passed its gate, or leaves the decision to whoever sits at the keyboard.
 * Not safe for use by several threads.
 */
final class Reviewer {
    private final Loop loop;
    private final Narrator narrator;
    private final boolean interactive;
    private final Set<String> attended = new HashSet<>();
    private boolean faultyExpected;

    private Reviewer(Loop loop, Narrator narrator, boolean interactive) {
        this.loop = loop;
        this.narrator = narrator;
        this.interactive = interactive;
    }

    /** Approves everything. */
    static Reviewer approving(Loop loop, Narrator narrator) {
        return new Reviewer(loop, narrator, false);
    }

    /** Waits for a person at another terminal. */
    static Reviewer waiting(Loop loop, Narrator narrator) {
        return new Reviewer(loop, narrator, true);
    }

    /** The next review will be of the candidate that the broken table made. */
    void expectFaulty() {
        faultyExpected = true;
    }

    /** The broken table made no candidate that passed. */
    void expectSound() {
        faultyExpected = false;
    }

    /** Whether the candidate of the broken table has not come to a review yet. */
    boolean expectsFaulty() {
        return faultyExpected;
    }

    /** Attends to an open review, once. */
    void attend(String review, Timeline timeline) throws IOException, InterruptedException {
        if (!attended.add(review)) {
            return;
        }
        if (faultyExpected) {
            faultyExpected = false;
            timeline.observed(Milestone.FAULTY_PROVEN_OFFLINE);
        }
        if (interactive) {
            narrator.line("Waiting for you, in another terminal: ./perennial review show " + review
                    + ", then ./perennial review approve " + review);
            return;
        }
        JsonNode shown = loop.review(review);
        loop.approve(review, shown.path("evidence").asText(), "the demo's reviewer has read the evidence");
    }
}
