package dev.perennial.monitoring.integrity;

import dev.perennial.monitoring.integrity.IntegrityAssessment.NotEvaluated;
import dev.perennial.monitoring.paired.MultipleTesting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleFunction;

/** What the checks of one window have found so far. */
final class Checks {
    private final IntegrityPolicy policy;
    private final List<IntegrityFinding> findings = new ArrayList<>();
    private final Map<String, NotEvaluated> notEvaluated = new TreeMap<>();
    private final List<Tested> tested = new ArrayList<>();

    private record Tested(double pValue, Optional<DoubleFunction<IntegrityFinding>> finding) {}

    Checks(IntegrityPolicy policy) {
        this.policy = policy;
    }

    IntegrityPolicy policy() {
        return policy;
    }

    /** Something that holds for certain. */
    void found(IntegrityFinding finding) {
        findings.add(finding);
    }

    /** A difference that may be chance; every test counts towards the correction, whatever the size of its effect. */
    void tested(double pValue, boolean matters, DoubleFunction<IntegrityFinding> finding) {
        tested.add(new Tested(pValue, matters ? Optional.of(finding) : Optional.empty()));
    }

    void cannot(String subject, String reason) {
        notEvaluated.putIfAbsent(subject, new NotEvaluated(subject, reason));
    }

    IntegrityAssessment assessment(long rows) {
        double[] adjusted = MultipleTesting.benjaminiHochberg(
                tested.stream().mapToDouble(Tested::pValue).toArray());
        for (int i = 0; i < adjusted.length; i++) {
            double pValue = adjusted[i];
            if (pValue <= policy.falseAlarmRate()) {
                tested.get(i).finding.ifPresent(finding -> findings.add(finding.apply(pValue)));
            }
        }
        findings.sort(Comparator.comparing(IntegrityFinding::state)
                .reversed()
                .thenComparing(IntegrityFinding::subject)
                .thenComparing(finding -> finding.getClass().getSimpleName()));
        IntegrityState worst = findings.stream()
                .map(IntegrityFinding::state)
                .max(Comparator.naturalOrder())
                .orElse(IntegrityState.OK);
        return new IntegrityAssessment(
                worst == IntegrityState.OK && !notEvaluated.isEmpty() ? IntegrityState.NOT_EVALUABLE : worst,
                findings,
                new ArrayList<>(notEvaluated.values()),
                rows,
                tested.size());
    }
}
