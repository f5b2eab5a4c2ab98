package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.monitoring.bias.BiasFinding;
import dev.perennial.monitoring.bias.SensitiveColumn;
import dev.perennial.monitoring.cause.Burst;
import dev.perennial.monitoring.cause.LabelChange;
import dev.perennial.monitoring.decision.GateVerdict;
import dev.perennial.monitoring.decision.LabelsNeeded;
import dev.perennial.monitoring.decision.ObjectiveOutcome;
import dev.perennial.monitoring.decision.StalenessVerdict;
import dev.perennial.monitoring.detector.DetectorSettings;
import dev.perennial.monitoring.drift.ColumnDrift;
import dev.perennial.monitoring.estimation.HarmVerdict;
import dev.perennial.monitoring.estimation.PerformanceEstimate;
import dev.perennial.monitoring.integrity.ColumnFacts;
import dev.perennial.monitoring.integrity.IntegrityFinding;
import dev.perennial.monitoring.joint.JointDrift;
import dev.perennial.monitoring.paired.DeLong;
import dev.perennial.monitoring.paired.NonInferiority;
import dev.perennial.monitoring.paired.PairedTest;
import dev.perennial.monitoring.paired.Spiegelhalter;
import dev.perennial.monitoring.pattern.PatternOutcome;
import dev.perennial.monitoring.performance.BusinessMetric;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.profile.ColumnBins;
import dev.perennial.monitoring.profile.ColumnProfile;
import dev.perennial.monitoring.slices.SliceDefinition;
import dev.perennial.monitoring.slices.SliceFinding;
import dev.perennial.monitoring.slices.WeakSlices;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireNamesTest {

    @ParameterizedTest
    @MethodSource("sealedTypes")
    void everyKindHasAKebabCaseName(Class<?> type, String kinds) {
        JsonTypeInfo info = type.getAnnotation(JsonTypeInfo.class);
        assertThat(info.use()).isEqualTo(JsonTypeInfo.Id.NAME);
        assertThat(info.property()).isEqualTo("kind");
        JsonSubTypes.Type[] subtypes = type.getAnnotation(JsonSubTypes.class).value();
        assertThat(Arrays.stream(subtypes).map(JsonSubTypes.Type::value))
                .containsExactlyInAnyOrder(type.getPermittedSubclasses());
        assertThat(Arrays.stream(subtypes).map(JsonSubTypes.Type::name).collect(Collectors.joining(" ")))
                .isEqualTo(kinds);
    }

    @Test
    void aValueIsWrittenAsItAlwaysWas() {
        assertThat(JsonRoundTrip.of(new Estimate.Measured(0.5, 0.25, 0.75, 0.95), Estimate.class))
                .isEqualTo("{\"kind\":\"measured\",\"value\":0.5,\"lower\":0.25,\"upper\":0.75,\"level\":0.95}");
        assertThat(JsonRoundTrip.of(new LabelsNeeded.About(40), LabelsNeeded.class))
                .isEqualTo("{\"kind\":\"about\",\"labels\":40}");
        assertThat(JsonRoundTrip.of(new LabelsNeeded.None(), LabelsNeeded.class))
                .isEqualTo("{\"kind\":\"none\"}");
        assertThat(JsonRoundTrip.of(
                        new StalenessVerdict.ChallengerBetter(
                                new StalenessVerdict.Numbers(0.03, 0.004, 0.01, 0.005, 0.05, 28, 25_000)),
                        StalenessVerdict.class))
                .isEqualTo("{\"kind\":\"challenger-better\",\"numbers\":{\"advantage\":0.03,\"lowerBound\":0.004,"
                        + "\"standardError\":0.01,\"effectFloor\":0.005,\"alpha\":0.05,\"blocks\":28,\"rows\":25000}}");
    }

    static Stream<Object[]> sealedTypes() {
        return Stream.of(
                new Object[] {ColumnBins.class, "numeric category"},
                new Object[] {ColumnProfile.class, "numeric category"},
                new Object[] {DetectorSettings.class, "ddm eddm adwin page-hinkley kswin stepd"},
                new Object[] {
                    IntegrityFinding.class,
                    "column-absent column-added column-renamed columns-reordered type-changed not-finite out-of-range"
                            + " scale-changed missing-changed new-categories categories-respelt became-constant"
                            + " stopped-being-constant stale rows-repeated rows-replayed times-outside volume-changed"
                },
                new Object[] {ColumnFacts.class, "number category mistyped"},
                new Object[] {PatternOutcome.class, "as-usual departed not-evaluable"},
                new Object[] {ColumnDrift.class, "stable drifted not-evaluable"},
                new Object[] {PerformanceEstimate.class, "estimated untrusted not-evaluable"},
                new Object[] {JointDrift.class, "measured not-evaluable"},
                new Object[] {HarmVerdict.class, "harmed suspected not-harmed untrusted not-evaluable"},
                new Object[] {Estimate.class, "measured not-evaluable"},
                new Object[] {PairedTest.class, "measured not-evaluable"},
                new Object[] {DeLong.class, "compared not-evaluable"},
                new Object[] {NonInferiority.class, "shown not-shown not-evaluable"},
                new Object[] {Spiegelhalter.class, "measured not-evaluable"},
                new Object[] {Burst.class, "found absent"},
                new Object[] {LabelChange.class, "unchanged rate-shift concept-shift not-evaluable"},
                new Object[] {StalenessVerdict.class, "challenger-better no-evidence not-evaluable"},
                new Object[] {ObjectiveOutcome.class, "kept broken not-evaluable"},
                new Object[] {GateVerdict.class, "passed rejected"},
                new Object[] {OutcomeReport.class, "binary multiclass regression ranking"},
                new Object[] {SensitiveColumn.class, "against-best against-group"},
                new Object[] {BiasFinding.class, "unequal even inconclusive not-evaluable"},
                new Object[] {SliceDefinition.class, "by-column where"},
                new Object[] {BusinessMetric.class, "mean rate ratio"},
                new Object[] {WeakSlices.class, "searched not-evaluable"},
                new Object[] {SliceFinding.class, "worse not-worse inconclusive not-evaluable"},
                new Object[] {LabelsNeeded.class, "none about unknown"});
    }
}
