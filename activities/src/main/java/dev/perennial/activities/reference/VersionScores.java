package dev.perennial.activities.reference;

import dev.perennial.activities.context.Workbench;
import dev.perennial.activities.data.LoggedRows;
import dev.perennial.registry.log.VersionManifest;
import dev.perennial.registry.spec.FeatureSchemas;
import dev.perennial.scoring.CompiledModel;
import dev.perennial.scoring.FeatureSchema;
import java.util.Optional;

/**
 * What a version says of rows: the scores of its compiled model or, where another server answers, what that one said at
 * the time. Immutable and safe for use by several threads.
 */
public final class VersionScores {
    private final FeatureSchema schema;
    private final Optional<CompiledModel> model;

    private VersionScores(FeatureSchema schema, Optional<CompiledModel> model) {
        this.schema = schema;
        this.model = model;
    }

    /** The scores of the version with this manifest. */
    public static VersionScores of(Workbench workbench, VersionManifest manifest) {
        return manifest.answersElsewhere()
                ? answered(FeatureSchemas.of(workbench.spec(manifest.spec())))
                : of(workbench.models().of(manifest.compiledModel()));
    }

    /** The scores of a compiled model. */
    public static VersionScores of(CompiledModel model) {
        return new VersionScores(model.schema(), Optional.of(model));
    }

    /** What another server answered. */
    public static VersionScores answered(FeatureSchema schema) {
        return new VersionScores(schema, Optional.empty());
    }

    /** The features of the rows. */
    public FeatureSchema schema() {
        return schema;
    }

    /** The model; empty where another server answers. */
    public Optional<CompiledModel> model() {
        return model;
    }

    /** The scores of logged rows, in their order. */
    public double[] of(LoggedRows rows) {
        return model.map(known -> known.scoreAll(rows.features())).orElseGet(rows::scores);
    }
}
