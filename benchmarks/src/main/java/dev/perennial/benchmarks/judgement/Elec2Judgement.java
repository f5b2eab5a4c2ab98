package dev.perennial.benchmarks.judgement;

import dev.perennial.benchmarks.moa.Peer;
import dev.perennial.monitoring.detector.DetectionState;
import dev.perennial.monitoring.detector.Detector;
import dev.perennial.monitoring.detector.DetectorSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import moa.classifiers.core.driftdetection.ChangeDetector;

/**
 * False alarms and delays of the sequential detectors on Elec2 and on streams without drift, beside MOA's on the very same
 * values. For {@code benchmarks/judgement} and {@code benchmarks/detectors}: {@link #of} runs it (some seconds), {@link
 * #print} writes the table, {@link #agreements} says where both alarm alike.
 *
 * <p>Streams: the errors of the no-change classifier on Elec2 (1 where a label differs from the one before); the errors of
 * an online logistic regression there, each row predicted before it is learned from ("real"); both shuffled, twenty times,
 * so that nothing changes and every alarm is false; both shuffled with a planted change, from the middle on three more
 * errors in ten right answers; and errors one time in five, a million of them, without a change.
 */
public final class Elec2Judgement {
    private static final int SHUFFLES = 20;
    private static final int NULL_VALUES = 1_000_000;
    private static final double NULL_RATE = 0.2;
    private static final double PLANTED = 0.3;
    private static final long SEED = 20240700;

    private final List<Line> lines;

    private Elec2Judgement(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /**
     * Whether ours and MOA's raise the same alarms on a stream.
     *
     * @param peer the detector
     * @param stream the stream
     * @param same whether all alarms are at the same values
     */
    public record Agreement(Peer peer, String stream, boolean same) {}

    /**
     * One detector on one stream.
     *
     * @param detector its name
     * @param stream the stream
     * @param ours of ours
     * @param moas of MOA's; absent where MOA has no such detector
     */
    private record Line(String detector, String stream, Outcome ours, Optional<Outcome> moas) {}

    /* Alarms on the stream as it is; false alarms a shuffle; detected plants, and the mean delay of those. */
    private record Outcome(List<Integer> alarms, double falseAlarms, int detected, double delay) {}

    private interface Watcher {
        boolean alarms(double error);
    }

    /** Runs all detectors; the file is the gzipped CSV of Elec2, the label last. */
    public static Elec2Judgement of(Path file) {
        Elec2 elec2 = Elec2.read(file);
        List<Line> lines = new ArrayList<>();
        for (Peer peer : Peer.values()) {
            Optional<Supplier<Watcher>> moa = Optional.of(() -> moas(peer));
            lines.addAll(lines(peer.name(), elec2, () -> ours(peer.ours()), moa));
        }
        lines.addAll(lines("KSWIN", elec2, () -> ours(DetectorSettings.Kswin.seeded(SEED)), Optional.empty()));
        return new Elec2Judgement(lines);
    }

    private static List<Line> lines(
            String name, Elec2 elec2, Supplier<Watcher> ours, Optional<Supplier<Watcher>> moas) {
        double[] quiet = new SplittableRandom(SEED)
                .doubles(NULL_VALUES)
                .map(uniform -> uniform < NULL_RATE ? 1 : 0)
                .toArray();
        return List.of(
                new Line(
                        name,
                        "no-change",
                        outcome(ours, elec2.noChangeErrors()),
                        moas.map(moa -> outcome(moa, elec2.noChangeErrors()))),
                new Line(
                        name,
                        "real",
                        outcome(ours, elec2.learnedErrors()),
                        moas.map(moa -> outcome(moa, elec2.learnedErrors()))),
                new Line(name, "null", unchanged(ours, quiet), moas.map(moa -> unchanged(moa, quiet))));
    }

    private static Watcher ours(DetectorSettings settings) {
        Detector detector = settings.start();
        return error -> detector.add(error) == DetectionState.DRIFT;
    }

    private static Watcher moas(Peer peer) {
        ChangeDetector detector = peer.moas();
        return error -> {
            detector.input(error);
            return detector.getChange();
        };
    }

    private static Outcome unchanged(Supplier<Watcher> start, double[] errors) {
        List<Integer> alarms = alarms(start.get(), errors);
        return new Outcome(alarms, alarms.size(), 0, 0);
    }

    private static Outcome outcome(Supplier<Watcher> start, double[] errors) {
        double falseAlarms = 0;
        int detected = 0;
        double delay = 0;
        for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
            SplittableRandom random = new SplittableRandom(SEED + shuffle);
            double[] shuffled = shuffled(errors, random);
            falseAlarms += alarms(start.get(), shuffled).size() / (double) SHUFFLES;
            int planted = shuffled.length / 2;
            for (int i = planted; i < shuffled.length; i++) {
                shuffled[i] = random.nextDouble() < PLANTED ? 1 : shuffled[i];
            }
            Optional<Integer> first = alarms(start.get(), shuffled).stream()
                    .filter(at -> at >= planted)
                    .findFirst();
            detected += first.isPresent() ? 1 : 0;
            delay += first.map(at -> at - planted).orElse(0);
        }
        return new Outcome(alarms(start.get(), errors), falseAlarms, detected, detected == 0 ? 0 : delay / detected);
    }

    private static List<Integer> alarms(Watcher watcher, double[] errors) {
        List<Integer> alarms = new ArrayList<>();
        for (int i = 0; i < errors.length; i++) {
            if (watcher.alarms(errors[i])) {
                alarms.add(i);
            }
        }
        return alarms;
    }

    private static double[] shuffled(double[] values, SplittableRandom random) {
        double[] shuffled = values.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double value = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = value;
        }
        return shuffled;
    }

    /** Where ours and MOA's alarm alike, for each detector that both have and each stream. */
    public List<Agreement> agreements() {
        List<Agreement> agreements = new ArrayList<>();
        for (Line line : lines) {
            line.moas.ifPresent(moa -> agreements.add(
                    new Agreement(Peer.valueOf(line.detector), line.stream, line.ours.alarms.equals(moa.alarms))));
        }
        return agreements;
    }

    /** Writes the table. */
    public void print(PrintStream out) {
        out.println(
                "alarms on Elec2 and without drift, ours / MOA's; shuffled: nothing changes, every alarm is false;");
        out.println(
                "planted: three more errors in ten right answers from the middle of a shuffled stream on, 20 times");
        out.printf(
                "%-14s %-10s %15s %19s %17s %17s%n",
                "detector", "stream", "alarms", "false, shuffled", "plants found", "mean delay");
        for (Line line : lines) {
            boolean shuffled = !line.stream.equals("null");
            out.printf(
                    Locale.ROOT,
                    "%-14s %-10s %15s %19s %17s %17s%n",
                    line.detector,
                    line.stream,
                    both(line, outcome -> String.valueOf(outcome.alarms.size())),
                    shuffled ? both(line, outcome -> String.format(Locale.ROOT, "%.2f", outcome.falseAlarms)) : "",
                    shuffled ? both(line, outcome -> outcome.detected + "/" + SHUFFLES) : "",
                    shuffled ? both(line, outcome -> String.format(Locale.ROOT, "%.0f", outcome.delay)) : "");
        }
    }

    private static String both(Line line, java.util.function.Function<Outcome, String> text) {
        return text.apply(line.ours) + " | " + line.moas.map(text).orElse("-");
    }
}
