package dev.perennial.monitoring.report;

import dev.perennial.monitoring.Require;
import dev.perennial.monitoring.integrity.IntegrityAssessment;
import dev.perennial.monitoring.integrity.IntegrityAssessment.NotEvaluated;
import dev.perennial.monitoring.integrity.IntegrityFinding;
import dev.perennial.monitoring.integrity.IntegrityState;
import dev.perennial.monitoring.integrity.Severity;
import java.util.List;

/**
 * What is wrong with the rows of a window, in words and numbers.
 *
 * @param state the worst state of all findings
 * @param because one sentence
 * @param findings worst first
 * @param notEvaluated what could not be looked at, and why
 * @param rows rows of the window
 * @param tests the number of differences that were corrected for
 */
public record IntegritySection(
        IntegrityState state,
        String because,
        List<Told> findings,
        List<NotEvaluated> notEvaluated,
        long rows,
        int tests) {

    /** Copies the lists. */
    public IntegritySection {
        Require.text(because, "reason");
        findings = List.copyOf(findings);
        notEvaluated = List.copyOf(notEvaluated);
        Require.notNegative(rows, "row count");
        Require.notNegative(tests, "number of tests");
    }

    /**
     * A finding with its words.
     *
     * @param subject the name of a column, or {@code rows}
     * @param state what it makes of the window
     * @param severity how loudly it is told
     * @param because one sentence with the numbers
     * @param hint where to look first
     * @param finding the numbers
     */
    public record Told(
            String subject,
            IntegrityState state,
            Severity severity,
            String because,
            String hint,
            IntegrityFinding finding) {}

    /** Of an assessment. */
    public static IntegritySection of(IntegrityAssessment assessment) {
        return new IntegritySection(
                assessment.state(),
                assessment.because(),
                assessment.findings().stream()
                        .map(finding -> new Told(
                                finding.subject(),
                                finding.state(),
                                finding.severity(),
                                finding.because(),
                                finding.hint(),
                                finding))
                        .toList(),
                assessment.notEvaluated(),
                assessment.rows(),
                assessment.tests());
    }
}
