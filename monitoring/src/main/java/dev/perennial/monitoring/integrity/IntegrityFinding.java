package dev.perennial.monitoring.integrity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One thing that is not as declared or not as in the reference, with its numbers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SchemaFinding.ColumnAbsent.class, name = "column-absent"),
    @JsonSubTypes.Type(value = SchemaFinding.ColumnAdded.class, name = "column-added"),
    @JsonSubTypes.Type(value = SchemaFinding.ColumnRenamed.class, name = "column-renamed"),
    @JsonSubTypes.Type(value = SchemaFinding.ColumnsReordered.class, name = "columns-reordered"),
    @JsonSubTypes.Type(value = SchemaFinding.TypeChanged.class, name = "type-changed"),
    @JsonSubTypes.Type(value = ValueFinding.NotFinite.class, name = "not-finite"),
    @JsonSubTypes.Type(value = ValueFinding.OutOfRange.class, name = "out-of-range"),
    @JsonSubTypes.Type(value = ValueFinding.ScaleChanged.class, name = "scale-changed"),
    @JsonSubTypes.Type(value = ValueFinding.MissingChanged.class, name = "missing-changed"),
    @JsonSubTypes.Type(value = ValueFinding.NewCategories.class, name = "new-categories"),
    @JsonSubTypes.Type(value = ValueFinding.CategoriesRespelt.class, name = "categories-respelt"),
    @JsonSubTypes.Type(value = ValueFinding.BecameConstant.class, name = "became-constant"),
    @JsonSubTypes.Type(value = ValueFinding.StoppedBeingConstant.class, name = "stopped-being-constant"),
    @JsonSubTypes.Type(value = ValueFinding.Stale.class, name = "stale"),
    @JsonSubTypes.Type(value = RowFinding.RowsRepeated.class, name = "rows-repeated"),
    @JsonSubTypes.Type(value = RowFinding.RowsReplayed.class, name = "rows-replayed"),
    @JsonSubTypes.Type(value = RowFinding.TimesOutside.class, name = "times-outside"),
    @JsonSubTypes.Type(value = RowFinding.VolumeChanged.class, name = "volume-changed")
})
public sealed interface IntegrityFinding permits SchemaFinding, ValueFinding, RowFinding {

    /** What it is about: the name of a column, or {@code rows}. */
    String subject();

    /** What it makes of the window; {@link IntegrityState#OK} for what is only told. */
    IntegrityState state();

    /** How loudly it is told. */
    default Severity severity() {
        return state() == IntegrityState.OK ? Severity.LOG : Severity.TICKET;
    }

    /**
     * Whether a pipeline, and not the world, produces it: what is quarantined, and besides that changed units and spellings,
     * repeated, replayed and standing values, and columns that lost most of their values.
     */
    @JsonIgnore
    default boolean isFault() {
        return state() == IntegrityState.QUARANTINED;
    }

    /** One sentence with the numbers. */
    String because();

    /** Where to look first. */
    String hint();
}
