package dev.perennial.monitoring.integrity;

import dev.perennial.monitoring.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with the rows of a window, worst first, and what could not be looked at.
 *
 * <p>Promises (schema, types, ranges, declared limits) are checked as they are. Differences from the reference count when
 * they are above their floor and significant after correction for all such tests of the window (Benjamini-Hochberg). Rows
 * are taken as independent.
 *
 * @param state the worst state of all findings; {@link IntegrityState#NOT_EVALUABLE} when nothing was found and something
 *     could not be looked at that every window must have
 * @param findings worst first, then by subject
 * @param notEvaluated what could not be looked at, and why
 * @param rows rows of the window
 * @param tests the number of differences that were corrected for
 */
public record IntegrityAssessment(
        IntegrityState state, List<IntegrityFinding> findings, List<NotEvaluated> notEvaluated, long rows, int tests) {

    /** Copies the lists. */
    public IntegrityAssessment {
        findings = List.copyOf(findings);
        notEvaluated = List.copyOf(notEvaluated);
        Require.notNegative(rows, "row count");
        Require.notNegative(tests, "number of tests");
    }

    /**
     * Something that could not be looked at.
     *
     * @param subject the name of the column, or {@code rows}
     * @param reason why, in words
     */
    public record NotEvaluated(String subject, String reason) {

        /** Refuses an empty reason. */
        public NotEvaluated {
            Require.text(reason, "reason");
        }
    }

    /**
     * Looks at a window.
     *
     * @param frame what was frozen with the reference
     * @param reference the profile of the reference
     * @param current the profile of the window
     * @throws IllegalArgumentException if the reference has no rows, or is the window itself
     */
    public static IntegrityAssessment assess(
            IntegrityFrame frame,
            IntegrityProfile reference,
            IntegrityProfile current,
            WindowFacts facts,
            IntegrityPolicy policy) {
        if (reference.rows() == 0) {
            throw new IllegalArgumentException("Invalid reference: it has no rows");
        }
        if (reference.equals(current)) {
            throw new IllegalArgumentException("Invalid reference: it is the window itself, which differs in nothing");
        }
        Checks checks = new Checks(policy);
        RowChecks.run(checks, reference, current, facts);
        boolean enough = current.rows() >= policy.minimumRows();
        if (!enough) {
            checks.cannot("rows", current.rows() + " rows, at least " + policy.minimumRows() + " are needed");
        }
        if (current.rows() > 0) {
            SchemaChecks.run(checks, frame, reference, current);
        }
        if (enough) {
            for (DeclaredColumn column : frame.columns()) {
                new ColumnChecks(checks, column, reference, current).run();
            }
        }
        return checks.assessment(current.rows());
    }

    /** The worst finding, if there is any. */
    public Optional<IntegrityFinding> worst() {
        return findings.stream().findFirst();
    }

    /**
     * What is made of one column, or of {@code rows}. A column without any value is not evaluable, and the finding that its
     * values are missing stands beside that.
     */
    public IntegrityState stateOf(String subject) {
        IntegrityState worst = findings.stream()
                .filter(finding -> finding.subject().equals(subject))
                .map(IntegrityFinding::state)
                .max(Comparator.naturalOrder())
                .orElse(IntegrityState.OK);
        boolean not = notEvaluated.stream().anyMatch(reason -> reason.subject().equals(subject));
        return not && worst != IntegrityState.QUARANTINED ? IntegrityState.NOT_EVALUABLE : worst;
    }

    /** One sentence. */
    public String because() {
        List<IntegrityFinding> counted = findings.stream()
                .filter(finding -> finding.state() != IntegrityState.OK)
                .toList();
        if (!counted.isEmpty()) {
            String more = counted.size() == 1 ? "" : " (and " + (counted.size() - 1) + " more)";
            return counted.get(0).because() + more;
        }
        List<String> reasons = new ArrayList<>();
        notEvaluated.forEach(not -> reasons.add(not.subject() + ": " + not.reason()));
        return reasons.isEmpty()
                ? "the rows are as declared and as in the reference"
                : "not evaluable: " + String.join("; ", reasons);
    }
}
