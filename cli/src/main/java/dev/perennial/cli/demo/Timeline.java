package dev.perennial.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Follows the model's timeline, tells each new entry, and recognises in it what the demo must be seen to do. Not safe for
 * use by several threads.
 */
final class Timeline {
    private final Loop loop;
    private final Narrator narrator;
    private final Set<Milestone> seen = EnumSet.noneOf(Milestone.class);
    private final Map<String, Integer> candidates = new HashMap<>();
    private final Set<String> linear = new HashSet<>();
    private final Set<String> steps = new HashSet<>();
    private long last;
    private int windows;
    private int drifts;
    private int promotions;
    private int driftRetrainings;
    private int rejections;

    Timeline(Loop loop, Narrator narrator) {
        this.loop = loop;
        this.narrator = narrator;
    }

    /** Reads and tells what is new. */
    void follow() throws IOException, InterruptedException {
        JsonNode page = loop.history(last);
        for (JsonNode entry : page.isArray() ? page : page.path("entries")) {
            last = Math.max(last, entry.path("seq").asLong());
            narrator.entry(entry);
            recognise(entry);
        }
    }

    private void recognise(JsonNode entry) {
        boolean platform = entry.path("actor").asText().startsWith("system:");
        JsonNode links = entry.path("links");
        switch (entry.path("kind").asText()) {
            case "window-evaluated" -> windows++;
            case "drift-detected" -> drifts++;
            case "retrain-requested" -> {
                String trigger = links.path("trigger").asText();
                if (platform && "challenger".equalsIgnoreCase(trigger)) {
                    seen.add(Milestone.CHALLENGER_PROVEN);
                } else if (platform) {
                    driftRetrainings++;
                }
            }
            case "candidate-trained" -> {
                String run = links.path("run").asText();
                if (links.path("recipe").asText().startsWith("linear")) {
                    linear.add(run);
                }
                if (candidates.merge(run, 1, Integer::sum) >= 3 && linear.contains(run)) {
                    seen.add(Milestone.THREE_CANDIDATES);
                }
            }
            case "candidate-rejected" -> rejections++;
            case "review-approved" -> seen.add(Milestone.REVIEWED);
            case "rollout-step", "rollout-started" -> {
                steps.add(links.path("step").asText());
                if (steps.contains("5 %") && steps.contains("25 %")) {
                    seen.add(Milestone.CANARY_JUDGED);
                }
            }
            case "champion-promoted" -> {
                if (promotions++ == 0) {
                    seen.add(Milestone.BOOTSTRAPPED);
                } else {
                    seen.add(Milestone.PROMOTED);
                }
            }
            // Held: no proof of its worth in the longest time allowed, so all traffic went back to the champion.
            case "rollout-held" -> takenBack();
            case "rolled-back" -> {
                if (platform) {
                    takenBack();
                } else {
                    seen.add(Milestone.ROLLED_BACK_BY_HAND);
                }
            }
            default -> {
                // Told, and nothing the demo waits for.
            }
        }
    }

    private void takenBack() {
        if (seen.contains(Milestone.FAULTY_PROVEN_OFFLINE)) {
            seen.add(Milestone.FAULTY_TAKEN_BACK);
        }
    }

    /** Marks what the story itself has seen. */
    void observed(Milestone milestone) {
        seen.add(milestone);
    }

    boolean has(Milestone milestone) {
        return seen.contains(milestone);
    }

    /** How many windows have their verdict. */
    int windows() {
        return windows;
    }

    /** In how many windows drift was recorded. */
    int drifts() {
        return drifts;
    }

    /** How many retrainings the platform asked for on other grounds than a challenger's advantage. */
    int driftRetrainings() {
        return driftRetrainings;
    }

    /** How many candidates did not pass their gate. */
    int rejections() {
        return rejections;
    }

    /** How many champions followed the first. */
    int replacements() {
        return Math.max(0, promotions - 1);
    }
}
