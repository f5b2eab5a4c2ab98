package dev.perennial.activities.monitor;

import dev.perennial.monitoring.cause.CauseFinding;
import dev.perennial.monitoring.cause.Remedy;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.decision.WindowVerdict.Word;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.registry.spec.ObjectiveSpec;
import dev.perennial.registry.spec.ObjectiveSpec.Severity;
import dev.perennial.workflows.alert.AlertFinding;
import dev.perennial.workflows.alert.AlertFinding.State;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a verdict says by itself, with labels or before them: harm that is estimated, and faults of the pipeline. */
final class VerdictFindings {
    static final String ESTIMATE = "estimated-harm";
    static final String FAULT = "pipeline-fault";

    private final ModelSpec spec;
    private final WindowVerdict verdict;

    VerdictFindings(ModelSpec spec, WindowVerdict verdict) {
        this.spec = spec;
        this.verdict = verdict;
    }

    List<AlertFinding> findings() {
        return List.of(estimate(), fault(verdict.ruling().flatMap(WindowVerdict.Ruling::cause)));
    }

    /** How loudly the budget of false alarms allows this window to be told. */
    Severity allowed() {
        return verdict.ruling()
                .map(ruling -> Severity.valueOf(ruling.severity().name()))
                .orElse(Severity.PAGE);
    }

    /** How loudly the loudest objective asks to be told. */
    Severity declared() {
        return declared(spec);
    }

    static Severity declared(ModelSpec spec) {
        return spec.objectives().stream()
                .map(ObjectiveSpec::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.TICKET);
    }

    private AlertFinding estimate() {
        return estimate(spec, verdict.word(), verdict.because(), allowed());
    }

    /** Harm that is estimated, of any task, no louder than {@code allowed}. */
    static AlertFinding estimate(ModelSpec spec, Word word, String because, Severity allowed) {
        boolean harm = word == Word.HARM_ESTIMATED;
        boolean silent = word == Word.NOT_EVALUABLE || word == Word.SILENCE;
        return new AlertFinding(
                ESTIMATE,
                harm ? State.BROKEN : silent ? State.UNKNOWN : State.KEPT,
                harm ? Collections.min(List.of(declared(spec), allowed)) : declared(spec),
                Severity.PAGE,
                Optional.empty(),
                because);
    }

    /** A fault may have done no harm so far: it is for the next working day. */
    static AlertFinding fault(Optional<CauseFinding> cause) {
        boolean broken = cause.filter(found -> found.remedy() == Remedy.FIX).isPresent();
        return new AlertFinding(
                FAULT,
                broken ? State.BROKEN : cause.isPresent() ? State.KEPT : State.UNKNOWN,
                Severity.TICKET,
                Severity.TICKET,
                Optional.empty(),
                cause.map(CauseFinding::because).orElse("the cause was not asked for"));
    }
}
