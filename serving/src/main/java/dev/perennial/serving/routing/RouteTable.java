package dev.perennial.serving.routing;

import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Outputs;
import dev.perennial.serving.ids.PredictionIds;
import dev.perennial.serving.log.LogColumns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to answer requests for one model, as of one entry of its log. Immutable: a request uses the table
 * that it began with to its end, and a swap is the exchange of one reference.
 */
public final class RouteTable {
    private final ModelName model;
    private final long logSeq;
    private final ModelSpec spec;
    private final FeatureSchema schema;
    private final Outputs outputs;
    private final LogColumns columns;
    private final PredictionIds ids;
    private final SortedMap<Integer, LoadedVersion> versions;
    private final @Nullable LoadedVersion champion;
    private final @Nullable TrafficPlan plan;
    private final @Nullable LoadedVersion challenger;
    private final @Nullable Fallback fallback;
    private final List<String> problems;

    RouteTable(
            ModelName model,
            long logSeq,
            ModelSpec spec,
            FeatureSchema schema,
            PredictionIds ids,
            SortedMap<Integer, LoadedVersion> versions,
            @Nullable Integer champion,
            @Nullable TrafficPlan plan,
            List<String> problems) {
        this.model = model;
        this.logSeq = logSeq;
        this.spec = spec;
        this.schema = schema;
        this.ids = ids;
        this.versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
        this.champion = champion == null ? null : versions.get(champion);
        this.plan = plan;
        this.challenger = plan == null ? null : versions.get(plan.challenger());
        this.problems = List.copyOf(problems);
        outputs = spec.outputs();
        columns = LogColumns.of(model, schema, outputs);
        fallback = spec.fallback()
                .map(declared -> Fallback.of(
                        declared,
                        schema,
                        outputs,
                        declared.version().isPresent()
                                ? versions.get(declared.version().getAsInt())
                                : null))
                .orElse(null);
    }

    public ModelName model() {
        return model;
    }

    /** The entry of the model's log that the table follows. */
    public long logSeq() {
        return logSeq;
    }

    public ModelSpec spec() {
        return spec;
    }

    /** What requests are read into. */
    public FeatureSchema schema() {
        return schema;
    }

    /** What requests are answered with. */
    public Outputs outputs() {
        return outputs;
    }

    public LogColumns columns() {
        return columns;
    }

    public PredictionIds ids() {
        return ids;
    }

    /** All versions in memory by number. */
    public SortedMap<Integer, LoadedVersion> versions() {
        return versions;
    }

    /** The version that answers by default; null if there is none in memory. */
    public @Nullable LoadedVersion champion() {
        return champion;
    }

    /** The traffic plan in force, if any. */
    public @Nullable TrafficPlan plan() {
        return plan;
    }

    /** The version that the plan tries; null without a plan, or if it could not be loaded. */
    public @Nullable LoadedVersion challenger() {
        return challenger;
    }

    /** What answers when the version in charge cannot; null if none is declared. */
    public @Nullable Fallback fallback() {
        return fallback;
    }

    boolean saysTheSameAs(@Nullable RouteTable other) {
        return other != null && logSeq == other.logSeq && problems.equals(other.problems);
    }

    /** Why the table is not all that the log says: versions that could not be served, kept last known good ones. */
    public List<String> problems() {
        if (versions.values().stream().noneMatch(LoadedVersion::isStalled)) {
            return problems;
        }
        List<String> all = new ArrayList<>(problems);
        versions.values().stream()
                .filter(LoadedVersion::isStalled)
                .forEach(version -> all.add("version " + version.number() + " has stalled and is asked no more"));
        return all;
    }
}
