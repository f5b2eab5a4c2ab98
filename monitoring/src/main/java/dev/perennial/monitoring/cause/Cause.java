package dev.perennial.monitoring.cause;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a window differs from its reference. */
public enum Cause {
    /** It does not differ. */
    @JsonProperty("none")
    NONE("nothing changed", Remedy.NONE),
    /** Data did not arrive as declared: types, units, missing columns, replays. */
    @JsonProperty("pipeline-fault")
    PIPELINE_FAULT("a fault of the data pipeline", Remedy.FIX),
    /** One small known group makes up much more of the window than of the reference; each group looks as it did. */
    @JsonProperty("subpopulation-burst")
    SUBPOPULATION_BURST("a burst of one subpopulation", Remedy.QUARANTINE),
    /** The inputs changed, the labels at given inputs did not, as far as is known. */
    @JsonProperty("covariate-shift")
    COVARIATE_SHIFT("a shift of the inputs", Remedy.SEGMENT),
    /** Another share of positive labels, with the inputs of each class as they were. */
    @JsonProperty("label-shift")
    LABEL_SHIFT("a shift of the labels' rate", Remedy.RECALIBRATE),
    /** Another label at the same inputs. */
    @JsonProperty("concept-shift")
    CONCEPT_SHIFT("a change of what the inputs mean", Remedy.RETRAIN),
    /** Harm began with the model that was promoted. */
    @JsonProperty("promotion")
    PROMOTION("the model promoted last", Remedy.ROLL_BACK),
    /** It differs, or does harm, and the evidence does not say why. */
    @JsonProperty("unknown")
    UNKNOWN("an unknown cause", Remedy.INVESTIGATE);

    private final String phrase;
    private final Remedy remedy;

    Cause(String phrase, Remedy remedy) {
        this.phrase = phrase;
        this.remedy = remedy;
    }

    /** The cause as sentences name it. */
    public String phrase() {
        return phrase;
    }

    /** What is done about harm of this cause unless somebody declares otherwise. */
    public Remedy defaultRemedy() {
        return remedy;
    }
}
