package dev.perennial.registry.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.TimeWindow;
import dev.perennial.registry.spec.ModelSpec.EventTimeSource;
import dev.perennial.registry.spec.ModelSpec.Task;
import dev.perennial.registry.spec.RolloutSpec.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The reader of model files. A file is accepted as a whole or refused with every problem found: as YAML, against the
 * shipped schema ({@code model.schema.json}), and between its fields. Safe for use by several threads.
 */
public final class ModelSpecReader {
    private static final SchemaCheck SCHEMA = new SchemaCheck();

    private ModelSpecReader() {}

    /** The declaration that the text makes, with defaults where it is silent; refuses by {@link InvalidSpecException}. */
    public static ModelSpec read(String yaml) {
        YamlTree file = YamlTree.parse(yaml);
        List<SpecProblem> problems = new ArrayList<>(file.problems());
        problems.addAll(SCHEMA.problems(file));
        problems.addAll(SpecRules.problems(file));
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(SpecProblem::line)
                    .thenComparingInt(SpecProblem::column)
                    .thenComparing(SpecProblem::message));
            throw new InvalidSpecException(problems.stream().distinct().toList());
        }
        return build(file.root());
    }

    private static ModelSpec build(JsonNode root) {
        JsonNode spec = root.path("spec");
        List<FeatureSpec> features = new ArrayList<>();
        spec.path("features").forEach(feature -> features.add(feature(feature)));
        List<ObjectiveSpec> objectives = new ArrayList<>();
        spec.path("objectives").forEach(objective -> objectives.add(objective(objective)));
        return new ModelSpec(
                new ModelName(root.at("/metadata/name").asText()),
                root.at("/metadata/owner").asText(),
                constant(Task.class, spec.path("task"), Task.BINARY_CLASSIFICATION),
                features,
                label(spec.path("label")),
                constant(EventTimeSource.class, spec.path("time"), EventTimeSource.REQUEST),
                objectives,
                monitor(spec.path("monitor")),
                retrain(spec.path("retrain")),
                validate(spec.path("validate")),
                rollout(spec.path("rollout")),
                spec.has("fallback")
                        ? Optional.of(fallback(spec.path("fallback"), words(spec.at("/label/classes"))))
                        : Optional.empty(),
                slices(spec.path("slices")),
                words(spec.path("sensitive")),
                feedback(spec.path("feedback")),
                log(spec.path("log")),
                spec.has("external")
                        ? Optional.of(new ExternalSpec(
                                TimeWindow.parse(spec.at("/external/reference").asText())))
                        : Optional.empty());
    }

    private static FallbackSpec fallback(JsonNode fallback, List<String> classes) {
        List<FallbackSpec.Rule> rules = new ArrayList<>();
        fallback.path("rules")
                .forEach(rule -> rules.add(new FallbackSpec.Rule(
                        SliceCondition.parse(rule.path("when").asText()), answer(rule.path("answer"), classes))));
        return new FallbackSpec(
                fallback.has("version")
                        ? OptionalInt.of(fallback.path("version").intValue())
                        : OptionalInt.empty(),
                rules,
                answer(fallback.path("constant"), classes));
    }

    /* One number, or one a class in the order of the declaration. */
    private static List<Double> answer(JsonNode answer, List<String> classes) {
        return answer.isObject()
                ? classes.stream().map(word -> answer.path(word).doubleValue()).toList()
                : List.of(answer.doubleValue());
    }

    private static List<SliceSpec> slices(JsonNode slices) {
        List<SliceSpec> read = new ArrayList<>();
        slices.forEach(slice -> read.add(
                slice.isTextual()
                        ? new SliceSpec.ByFeature(slice.asText())
                        : new SliceSpec.Where(
                                slice.path("name").asText(),
                                SliceCondition.parse(slice.path("where").asText()))));
        return read;
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static FeatureSpec feature(JsonNode feature) {
        JsonNode range = feature.path("range");
        return new FeatureSpec(
                feature.path("name").asText(),
                constant(FeatureSpec.Type.class, feature.path("type"), FeatureSpec.Type.NUMBER),
                feature.path("required").asBoolean() ? FeatureSpec.Presence.REQUIRED : FeatureSpec.Presence.OPTIONAL,
                feature.has("maxCategories")
                        ? OptionalInt.of(feature.path("maxCategories").intValue())
                        : OptionalInt.empty(),
                feature.has("unit") ? Optional.of(feature.path("unit").asText()) : Optional.empty(),
                range.isArray()
                        ? Optional.of(new FeatureSpec.Range(
                                range.path(0).doubleValue(), range.path(1).doubleValue()))
                        : Optional.empty(),
                optionalDuration(feature.path("staleAfter")));
    }

    private static LabelSpec label(JsonNode label) {
        JsonNode arrives = label.path("arrives");
        Duration matureAfter = duration(arrives.path("matureAfter"), Duration.ZERO);
        return new LabelSpec(
                label.path("name").asText(),
                label.has("positive") ? Optional.of(label.path("positive").asText()) : Optional.empty(),
                words(label.path("classes")),
                duration(arrives.path("typical"), matureAfter),
                matureAfter);
    }

    private static ObjectiveSpec objective(JsonNode objective) {
        return new ObjectiveSpec(
                objective.path("metric").asText(),
                bound(objective),
                constant(ObjectiveSpec.Severity.class, objective.path("severity"), ObjectiveSpec.Severity.TICKET),
                optionalDuration(objective.path("respondWithin")));
    }

    private static ObjectiveSpec.Bound bound(JsonNode objective) {
        if (objective.has("worseThanReferenceBy")) {
            return new ObjectiveSpec.WorseThanReference(share(objective.path("worseThanReferenceBy"), 0));
        }
        ObjectiveMetric.Unit unit = ObjectiveMetric.named(
                        objective.path("metric").asText())
                .orElseThrow()
                .unit();
        return objective.has("above")
                ? new ObjectiveSpec.Above(
                        SpecValues.limit(objective.path("above"), unit).orElseThrow())
                : new ObjectiveSpec.Below(
                        SpecValues.limit(objective.path("below"), unit).orElseThrow());
    }

    private static FeedbackSpec feedback(JsonNode feedback) {
        List<String> trusted = words(feedback.path("trusted"));
        boolean capped = feedback.has("share") || !trusted.isEmpty();
        return new FeedbackSpec(
                trusted,
                capped
                        ? OptionalDouble.of(share(feedback.path("share"), SpecDefaults.FEEDBACK_SHARE))
                        : OptionalDouble.empty(),
                feedback.path("allowance").asInt(SpecDefaults.FEEDBACK_ALLOWANCE),
                duration(feedback.path("per"), SpecDefaults.FEEDBACK_PER),
                optionalDuration(feedback.path("expiresAfter")));
    }

    private static LogSpec log(JsonNode log) {
        return new LogSpec(
                optionalDuration(log.path("keep")),
                log.has("whenFailing")
                        ? Optional.of(constant(
                                LogSpec.WhenFailing.class, log.path("whenFailing"), LogSpec.WhenFailing.REFUSE))
                        : Optional.empty());
    }

    private static MonitorSpec monitor(JsonNode monitor) {
        MonitorSpec standard = SpecDefaults.MONITOR;
        Duration every = duration(monitor.path("every"), standard.every());
        Duration window = duration(monitor.path("window"), standard.window());
        return new MonitorSpec(
                every,
                window,
                duration(monitor.path("poll"), standard.poll()),
                duration(monitor.path("lateness"), standard.lateness()),
                monitor.path("effectFloor").asDouble(standard.effectFloor()),
                share(monitor.path("falseAlarmRate"), standard.falseAlarmRate()),
                reference(monitor.path("reference")),
                new FalseAlarmBudget(
                        rate(monitor.at("/falseAlarms/pages"), SpecDefaults.FALSE_ALARMS.pages()),
                        rate(monitor.at("/falseAlarms/tickets"), SpecDefaults.FALSE_ALARMS.tickets())),
                drift(monitor.path("drift")),
                monitor.has("compat")
                        ? Optional.of(
                                CompatibilitySpec.ofWord(monitor.path("compat").asText()))
                        : Optional.empty(),
                new SilenceSpec(
                        duration(monitor.at("/silence/predictions"), window),
                        duration(monitor.at("/silence/labels"), window),
                        constant(
                                ObjectiveSpec.Severity.class,
                                monitor.at("/silence/severity"),
                                ObjectiveSpec.Severity.TICKET)),
                new AlertSpec(
                        monitor.at("/alerts/resolveAfter").asInt(SpecDefaults.RESOLVE_AFTER),
                        duration(monitor.at("/alerts/coolDown"), every)));
    }

    private static ReferenceSpec reference(JsonNode reference) {
        if (reference.has("period")) {
            return new ReferenceSpec.Fixed(
                    TimeWindow.parse(reference.path("period").asText()));
        }
        return SpecValues.period(reference.path("same-window-last"))
                .<ReferenceSpec>map(ReferenceSpec.SameWindowLast::new)
                .orElseGet(ReferenceSpec.Training::new);
    }

    private static DriftSpec drift(JsonNode drift) {
        DriftSpec.Measure measure = constant(DriftSpec.Measure.class, drift.path("measure"), DriftSpec.Measure.PSI);
        SortedMap<String, Double> floors = new TreeMap<>();
        drift.path("floors")
                .properties()
                .forEach(floor -> floors.put(floor.getKey(), floor.getValue().doubleValue()));
        return new DriftSpec(measure, constant(DriftSpec.Measure.class, drift.path("numbers"), measure), floors);
    }

    private static AlarmRate rate(JsonNode rate, AlarmRate standard) {
        return rate.isMissingNode() ? standard : AlarmRate.parse(rate.asText());
    }

    private static RetrainSpec retrain(JsonNode retrain) {
        RetrainSpec standard = SpecDefaults.RETRAIN;
        Set<RetrainSpec.Trigger> on = EnumSet.noneOf(RetrainSpec.Trigger.class);
        retrain.path("on")
                .forEach(trigger -> on.add(constant(RetrainSpec.Trigger.class, trigger, RetrainSpec.Trigger.MANUAL)));
        List<CandidateRecipe> candidates = new ArrayList<>();
        retrain.path("candidates").forEach(candidate -> candidates.add(candidate(candidate)));
        return new RetrainSpec(
                retrain.has("on") ? on : standard.on(),
                constant(RetrainSpec.Mode.class, retrain.path("mode"), standard.mode()),
                duration(retrain.at("/data/window"), standard.trainingWindow()),
                duration(retrain.at("/data/holdOut"), standard.holdOut()),
                candidates.isEmpty() ? standard.candidates() : candidates,
                retrain.at("/budget/perWeek").asInt(standard.budgetPerWeek()),
                duration(retrain.at("/budget/coolDown"), standard.coolDown()),
                duration(retrain.path("reviewWithin"), standard.reviewDeadline()));
    }

    private static CandidateRecipe candidate(JsonNode candidate) {
        if (candidate.isTextual()) {
            return new CandidateRecipe(candidate.asText(), new TreeMap<>());
        }
        Map.Entry<String, JsonNode> only = candidate.properties().iterator().next();
        SortedMap<String, Double> parameters = new TreeMap<>();
        only.getValue()
                .properties()
                .forEach(parameter ->
                        parameters.put(parameter.getKey(), parameter.getValue().doubleValue()));
        return new CandidateRecipe(only.getKey(), parameters);
    }

    private static ValidateSpec validate(JsonNode validate) {
        ValidateSpec standard = SpecDefaults.VALIDATE;
        return new ValidateSpec(
                validate.at("/margins/auc").asDouble(standard.aucMargin()),
                validate.at("/margins/brier").asDouble(standard.brierMargin()),
                validate.path("alpha").asDouble(standard.alpha()));
    }

    private static RolloutSpec rollout(JsonNode rollout) {
        RolloutSpec standard = SpecDefaults.ROLLOUT;
        List<Step> steps = new ArrayList<>();
        rollout.path("steps").forEach(step -> steps.add(step(step)));
        return new RolloutSpec(
                steps.isEmpty() ? standard.steps() : steps,
                rollout.at("/judge/falseRollback").asDouble(standard.falseRollback()),
                rollout.at("/judge/minRequests").asInt(standard.minRequests()),
                duration(rollout.path("maxStep"), standard.maxStepDuration()),
                duration(rollout.path("probation"), standard.probation()));
    }

    private static Step step(JsonNode step) {
        String share = step.isObject() ? step.fieldNames().next() : step.asText();
        int basisPoints = SpecValues.basisPoints(share).orElseThrow();
        Duration standard = basisPoints == 10_000 ? Duration.ZERO : SpecDefaults.STEP;
        return new Step(basisPoints, step.isObject() ? duration(step.path(share), standard) : standard);
    }

    private static Duration duration(JsonNode value, Duration standard) {
        return SpecValues.duration(value, standard).orElseThrow();
    }

    private static Optional<Duration> optionalDuration(JsonNode value) {
        return value.isMissingNode() ? Optional.empty() : Optional.of(duration(value, Duration.ZERO));
    }

    private static double share(JsonNode value, double standard) {
        return SpecValues.share(value, standard).orElseThrow();
    }

    /** The constant whose name is the word in capitals; the schema admits no other word. */
    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode word, E standard) {
        return word.isMissingNode()
                ? standard
                : Enum.valueOf(type, word.asText().toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
