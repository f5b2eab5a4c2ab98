package dev.perennial.workflows.retrain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelVersion;

/** What a run came to. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RetrainOutcome.CandidateReady.class, name = "candidate-ready"),
    @JsonSubTypes.Type(value = RetrainOutcome.ChampionByBootstrap.class, name = "champion-by-bootstrap"),
    @JsonSubTypes.Type(value = RetrainOutcome.NoCandidate.class, name = "no-candidate")
})
public sealed interface RetrainOutcome {
    /** One sentence for the timeline. */
    String sentence();

    /** A version is registered and proven, with the evidence a reviewer is shown. */
    record CandidateReady(ModelVersion version, Digest evidence, String sentence) implements RetrainOutcome {}

    /** There was no champion: the first version that beats the base rate took office. */
    record ChampionByBootstrap(ModelVersion version, String sentence) implements RetrainOutcome {}

    /** Nothing was good enough, or there was not enough data. */
    record NoCandidate(String sentence) implements RetrainOutcome {}
}
