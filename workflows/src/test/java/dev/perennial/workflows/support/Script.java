package dev.perennial.workflows.support;

import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.RetrainSpec;
import dev.perennial.workflows.alert.AlertFinding;
import dev.perennial.workflows.rollout.RolloutActivities.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the fake world will do: which candidates fail, what the judge says, which windows are due. Thread-safe. */
public final class Script {
    private final Set<String> failing = new LinkedHashSet<>();
    private final Deque<Verdict> verdicts = new ArrayDeque<>();
    private final List<TimeWindow> due = new ArrayList<>();
    private final List<TimeWindow> awaiting = new ArrayList<>();
    private final Set<TimeWindow> suggesting = new LinkedHashSet<>();
    private final Map<TimeWindow, List<AlertFinding>> findings = new LinkedHashMap<>();
    private Verdict usualVerdict = Verdict.ADVANCE;
    private Optional<String> dataProblem = Optional.empty();
    private Optional<TimeWindow> unfrozen = Optional.empty();
    private boolean candidateFailsGate;
    private boolean trainingHeld;
    private int looks;
    private int newBatches = 2;
    private final List<String> counted = new ArrayList<>();

    public synchronized Script failing(String... names) {
        failing.addAll(List.of(names));
        return this;
    }

    public synchronized Script judge(Verdict usual, Verdict... first) {
        usualVerdict = usual;
        verdicts.clear();
        verdicts.addAll(List.of(first));
        return this;
    }

    public synchronized Script due(List<TimeWindow> windows, TimeWindow... suggestingOnes) {
        due.addAll(windows);
        suggesting.addAll(List.of(suggestingOnes));
        return this;
    }

    /** The part of the log that is to be frozen before any window is due. */
    public synchronized Script unfrozen(TimeWindow period) {
        unfrozen = Optional.of(period);
        return this;
    }

    synchronized Optional<TimeWindow> unfrozen() {
        return unfrozen;
    }

    synchronized void froze() {
        unfrozen = Optional.empty();
    }

    public synchronized Script finding(TimeWindow window, AlertFinding... found) {
        findings.put(window, List.of(found));
        return this;
    }

    synchronized List<AlertFinding> findingsOf(TimeWindow window) {
        return findings.getOrDefault(window, List.of());
    }

    public synchronized Script awaiting(TimeWindow... windows) {
        awaiting.addAll(List.of(windows));
        return this;
    }

    synchronized List<TimeWindow> awaiting() {
        return List.copyOf(awaiting);
    }

    public synchronized Script dataProblem(String problem) {
        dataProblem = Optional.of(problem);
        return this;
    }

    public synchronized Script candidateFailsGate() {
        candidateFailsGate = true;
        return this;
    }

    public synchronized Script holdTraining() {
        trainingHeld = true;
        return this;
    }

    public synchronized void releaseTraining() {
        trainingHeld = false;
    }

    /** How many batches of segments the next window has; later ones have none. */
    public synchronized Script newBatches(int batches) {
        newBatches = batches;
        return this;
    }

    /** What was done with segments: {@code batch 3}, {@code merged}. */
    public synchronized List<String> counted() {
        return List.copyOf(counted);
    }

    synchronized int takeBatches() {
        int taken = newBatches;
        newBatches = 0;
        return taken;
    }

    synchronized void countBatch(int batch) {
        counted.add("batch " + batch);
    }

    synchronized void merged() {
        counted.add("merged");
    }

    public synchronized int looks() {
        return looks;
    }

    synchronized boolean trainingIsHeld() {
        return trainingHeld;
    }

    synchronized boolean fails(String name) {
        return failing.contains(name);
    }

    synchronized Verdict nextVerdict() {
        looks++;
        return verdicts.isEmpty() ? usualVerdict : verdicts.removeFirst();
    }

    synchronized List<TimeWindow> takeDueWindows() {
        List<TimeWindow> taken = List.copyOf(due.subList(0, Math.min(2, due.size())));
        due.removeAll(taken);
        return taken;
    }

    synchronized Optional<RetrainSpec.Trigger> suggestionFor(TimeWindow window) {
        return suggesting.contains(window) ? Optional.of(RetrainSpec.Trigger.CHALLENGER) : Optional.empty();
    }

    synchronized Optional<String> dataProblem() {
        return dataProblem;
    }

    synchronized boolean candidatePasses() {
        return !candidateFailsGate;
    }
}
