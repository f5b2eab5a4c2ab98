package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.perennial.monitoring.bias.BiasFinding;
import dev.perennial.monitoring.bias.BiasReport;
import dev.perennial.monitoring.bias.SensitiveColumn;
import dev.perennial.monitoring.cause.Burst;
import dev.perennial.monitoring.cause.CauseFinding;
import dev.perennial.monitoring.cause.LabelChange;
import dev.perennial.monitoring.compat.evidently.EvidentlyReport;
import dev.perennial.monitoring.compat.evidently.EvidentlyScore;
import dev.perennial.monitoring.compat.evidently.EvidentlyValue;
import dev.perennial.monitoring.decision.CanaryVerdict;
import dev.perennial.monitoring.decision.GateVerdict;
import dev.perennial.monitoring.decision.LabelsNeeded;
import dev.perennial.monitoring.decision.ObjectiveOutcome;
import dev.perennial.monitoring.decision.OutcomeVerdict;
import dev.perennial.monitoring.decision.StalenessVerdict;
import dev.perennial.monitoring.decision.WindowDecision;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.detector.DetectorSettings;
import dev.perennial.monitoring.detector.DetectorSnapshot;
import dev.perennial.monitoring.drift.ColumnDrift;
import dev.perennial.monitoring.drift.DriftAssessment;
import dev.perennial.monitoring.estimation.EstimateTrackRecord;
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
import dev.perennial.monitoring.performance.BinaryPerformance;
import dev.perennial.monitoring.performance.BusinessMetric;
import dev.perennial.monitoring.performance.Estimate;
import dev.perennial.monitoring.performance.OutcomeReport;
import dev.perennial.monitoring.profile.ColumnBins;
import dev.perennial.monitoring.profile.ColumnProfile;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.monitoring.report.ColumnDistribution;
import dev.perennial.monitoring.report.IntegritySection;
import dev.perennial.monitoring.report.PatternSection;
import dev.perennial.monitoring.report.WindowHistory;
import dev.perennial.monitoring.sequential.GridMixtureEProcess;
import dev.perennial.monitoring.sequential.Sides;
import dev.perennial.monitoring.slices.SliceDefinition;
import dev.perennial.monitoring.slices.SliceFinding;
import dev.perennial.monitoring.slices.SliceReport;
import dev.perennial.monitoring.slices.WeakSlices;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a stored document may hold is written under a name that a renamed class does not change. */
class WireNamesTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.perennial.monitoring");

    @Test
    void noNamedTypeIsForgottenHere() {
        Set<Class<?>> listed = sealedTypes().map(type -> (Class<?>) type[0]).collect(Collectors.toSet());
        assertThat(PRODUCT.stream()
                        .filter(type -> type.isAnnotatedWith(JsonSubTypes.class))
                        .map(JavaClass::reflect))
                .allMatch(listed::contains, "is listed in sealedTypes()");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                BiasReport.class,
                BinaryPerformance.class,
                CanaryVerdict.class,
                CauseFinding.class,
                ColumnDistribution.class,
                DetectorSnapshot.class,
                DriftAssessment.class,
                EstimateTrackRecord.class,
                EvidentlyReport.class,
                GateVerdict.class,
                HarmVerdict.class,
                IntegritySection.class,
                JointDrift.class,
                OutcomeReport.class,
                OutcomeVerdict.class,
                PatternSection.class,
                PerformanceEstimate.class,
                SegmentProfile.class,
                SliceReport.class,
                StalenessVerdict.class,
                WeakSlices.class,
                WindowDecision.class,
                WindowHistory.class,
                WindowVerdict.class
            })
    void everyChoiceInsideAResultHasANameOfItsOwn(Class<?> result) {
        Set<Class<?>> seen = new HashSet<>();
        Set<String> nameless = new TreeSet<>();
        look(result, seen, nameless);
        assertThat(nameless).isEmpty();
    }

    private static void look(Type type, Set<Class<?>> seen, Set<String> nameless) {
        if (type instanceof ParameterizedType generic) {
            look(generic.getRawType(), seen, nameless);
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> look(argument, seen, nameless));
        }
        if (!(type instanceof Class<?> named) || !seen.add(named) || writesItself(named)) {
            return;
        }
        if (named.isEnum()) {
            Arrays.stream(named.getFields())
                    .filter(field -> field.isEnumConstant() && !field.isAnnotationPresent(JsonProperty.class))
                    .forEach(field -> nameless.add(named.getName() + "." + field.getName()));
        } else if (named.isSealed()) {
            if (!named.isAnnotationPresent(JsonTypeInfo.class)) {
                nameless.add(named.getName());
            }
            kinds(named).forEach(kind -> look(kind, seen, nameless));
        } else if (named.isRecord()) {
            Arrays.stream(named.getRecordComponents())
                    .forEach(component -> look(component.getGenericType(), seen, nameless));
        }
    }

    /* A group of kinds, such as those of one subject, has the names of the whole. */
    private static Stream<Class<?>> kinds(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses())
                .flatMap(kind -> kind.isSealed() && !kind.isAnnotationPresent(JsonTypeInfo.class)
                        ? kinds(kind)
                        : Stream.of(kind));
    }

    private static boolean writesItself(Class<?> type) {
        return Arrays.stream(type.getMethods()).anyMatch(method -> method.isAnnotationPresent(JsonValue.class));
    }

    @ParameterizedTest
    @MethodSource("sealedTypes")
    void everyKindHasAKebabCaseName(Class<?> type, String kinds) {
        JsonTypeInfo info = type.getAnnotation(JsonTypeInfo.class);
        assertThat(info.use()).isEqualTo(JsonTypeInfo.Id.NAME);
        assertThat(info.property()).isEqualTo("kind");
        JsonSubTypes.Type[] subtypes = type.getAnnotation(JsonSubTypes.class).value();
        assertThat(Arrays.stream(subtypes).map(JsonSubTypes.Type::value))
                .containsExactlyInAnyOrderElementsOf(kinds(type).toList());
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

    @Test
    void aNameThatAnEarlierReleaseWroteIsStillRead() {
        assertThat(JsonRoundTrip.of(Sides.TWO, Sides.class)).isEqualTo("\"two\"");
        assertThat(JsonRoundTrip.read("\"TWO\"", Sides.class)).isEqualTo(Sides.TWO);
        assertThat(JsonRoundTrip.read("\"ROLL_BACK\"", GridMixtureEProcess.Direction.class))
                .isEqualTo(GridMixtureEProcess.Direction.ROLL_BACK);
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
                new Object[] {GateVerdict.class, "passed rejected passed-on-loss rejected-on-loss"},
                new Object[] {OutcomeReport.class, "binary multiclass regression ranking"},
                new Object[] {SensitiveColumn.class, "against-best against-group"},
                new Object[] {BiasFinding.class, "unequal even inconclusive not-evaluable"},
                new Object[] {SliceDefinition.class, "by-column where"},
                new Object[] {BusinessMetric.class, "mean rate ratio"},
                new Object[] {ColumnDistribution.class, "numeric category"},
                new Object[] {EvidentlyScore.class, "scored undefined raised"},
                new Object[] {EvidentlyValue.class, "single count mean-std by-label label-counts no-number raised"},
                new Object[] {WeakSlices.class, "searched not-evaluable"},
                new Object[] {SliceFinding.class, "worse not-worse inconclusive not-evaluable"},
                new Object[] {LabelsNeeded.class, "none about unknown"});
    }
}
