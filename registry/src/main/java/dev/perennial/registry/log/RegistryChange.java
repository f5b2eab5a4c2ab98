package dev.perennial.registry.log;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.perennial.registry.Digest;
import dev.perennial.registry.TimeWindow;
import java.time.Instant;
import java.util.Optional;

/** What an entry of the log changes in a model's state; the state is the fold of these, in order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = RegistryChange.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = RegistryChange.SpecApplied.class, name = "spec-applied"),
    @JsonSubTypes.Type(value = RegistryChange.SpecWithdrawn.class, name = "spec-withdrawn"),
    @JsonSubTypes.Type(value = RegistryChange.DataImported.class, name = "data-imported"),
    @JsonSubTypes.Type(value = RegistryChange.MonitoringStarted.class, name = "monitoring-started"),
    @JsonSubTypes.Type(value = RegistryChange.MonitoringPaused.class, name = "monitoring-paused"),
    @JsonSubTypes.Type(value = RegistryChange.WindowEvaluated.class, name = "window-evaluated"),
    @JsonSubTypes.Type(value = RegistryChange.RetrainingStarted.class, name = "retraining-started"),
    @JsonSubTypes.Type(value = RegistryChange.RetrainingEnded.class, name = "retraining-ended"),
    @JsonSubTypes.Type(value = RegistryChange.VersionRegistered.class, name = "version-registered"),
    @JsonSubTypes.Type(value = RegistryChange.ReviewOpened.class, name = "review-opened"),
    @JsonSubTypes.Type(value = RegistryChange.ReviewClosed.class, name = "review-closed"),
    @JsonSubTypes.Type(value = RegistryChange.TrafficPlanned.class, name = "traffic-planned"),
    @JsonSubTypes.Type(value = RegistryChange.TrafficCleared.class, name = "traffic-cleared"),
    @JsonSubTypes.Type(value = RegistryChange.ChampionPromoted.class, name = "champion-promoted"),
    @JsonSubTypes.Type(value = RegistryChange.RolledBack.class, name = "rolled-back"),
    @JsonSubTypes.Type(value = RegistryChange.HoldReleased.class, name = "hold-released"),
    @JsonSubTypes.Type(value = RegistryChange.AlertRaised.class, name = "alert-raised"),
    @JsonSubTypes.Type(value = RegistryChange.AlertAcknowledged.class, name = "alert-acknowledged"),
    @JsonSubTypes.Type(value = RegistryChange.AlertEscalated.class, name = "alert-escalated"),
    @JsonSubTypes.Type(value = RegistryChange.AlertResolved.class, name = "alert-resolved"),
    @JsonSubTypes.Type(value = RegistryChange.Noted.class, name = "noted"),
    @JsonSubTypes.Type(value = RegistryChange.Unknown.class, name = "unknown")
})
public sealed interface RegistryChange {
    /** The model's declaration is now this file, stored as a blob and under {@code models/{m}/specs/}. */
    record SpecApplied(Digest spec, int revision) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.specApplied(this);
        }
    }

    /** The model is declared no more: it is neither watched nor retrained; its log and its versions stay. */
    record SpecWithdrawn() implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.specWithdrawn(this);
        }
    }

    /** A table of labelled rows from elsewhere (Parquet blob) belongs to the model's history now. */
    record DataImported(Digest table, Instant from, Instant to, long rows) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.dataImported(this);
        }
    }

    /** Windows that end after {@code from} are evaluated on schedule. */
    record MonitoringStarted(Instant from) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.monitoringStarted(this);
        }
    }

    /** No window is evaluated on schedule. */
    record MonitoringPaused() implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.monitoringPaused(this);
        }
    }

    /** A window has its verdict; the report is a blob. */
    record WindowEvaluated(TimeWindow window, String verdict, Digest report) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.windowEvaluated(this);
        }
    }

    /** A retraining run is under way; at most one at a time. */
    record RetrainingStarted(String run, String trigger, Instant asOf) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.retrainingStarted(this);
        }
    }

    /** The run ended, with or without a candidate. */
    record RetrainingEnded(String run, String outcome) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.retrainingEnded(this);
        }
    }

    /** A new immutable version, numbered without gaps; its manifest is a blob. */
    record VersionRegistered(int version, Digest manifest, String run) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.versionRegistered(this);
        }
    }

    /** A version waits for a reviewer, who sees exactly this evidence. */
    record ReviewOpened(String review, int version, Digest evidence, Instant deadline) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.reviewOpened(this);
        }
    }

    /** The review is decided: {@code approved}, {@code rejected}, {@code expired} or {@code dismissed}. */
    record ReviewClosed(String review, String decision) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.reviewClosed(this);
        }
    }

    /** Gateways route by this plan from now on. */
    record TrafficPlanned(TrafficPlan plan) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.trafficPlanned(this);
        }
    }

    /** The rollout ended without a promotion: all traffic goes to the champion. */
    record TrafficCleared(String rollout, int challenger, String outcome) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.trafficCleared(this);
        }
    }

    /** The version is champion; the former champion is the previous version; no rollout is under way. */
    record ChampionPromoted(int version) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.championPromoted(this);
        }
    }

    /** The version is champion again, any rollout or review is over, and a hold stands until a person releases it. */
    record RolledBack(int to) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.rolledBack(this);
        }
    }

    /** Retraining and rollout may begin again. */
    record HoldReleased() implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.holdReleased(this);
        }
    }

    /** An alert is open until it is resolved; at most one of a cause. {@code at} is the event time of what raised it. */
    record AlertRaised(String alert, String cause, String severity, Instant at, Optional<Instant> respondBy)
            implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.alertRaised(this);
        }
    }

    /** Somebody has taken the alert up: its deadline stands still. */
    record AlertAcknowledged(String alert) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.alertAcknowledged(this);
        }
    }

    /** The alert is louder now, or overdue; somebody must take it up again. */
    record AlertEscalated(String alert, String severity, Optional<Instant> respondBy) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.alertEscalated(this);
        }
    }

    /** The alert is over; {@code at} is the event time of what was seen of it last. */
    record AlertResolved(String alert, Instant at) implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.alertResolved(this);
        }
    }

    /** Nothing changes: the entry is a fact on the timeline. */
    record Noted() implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.noted(this);
        }
    }

    /** A change of a kind that a newer version wrote: read as one that changes nothing, never written. */
    record Unknown() implements RegistryChange {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.unknown(this);
        }
    }

    /** Hands itself to the case of its kind. */
    <T> T match(Cases<T> cases);

    /** One answer for each kind of change. */
    interface Cases<T> {
        /** The answer for this kind. */
        T specApplied(SpecApplied change);

        /** The answer for this kind. */
        T specWithdrawn(SpecWithdrawn change);

        /** The answer for this kind. */
        T dataImported(DataImported change);

        /** The answer for this kind. */
        T monitoringStarted(MonitoringStarted change);

        /** The answer for this kind. */
        T monitoringPaused(MonitoringPaused change);

        /** The answer for this kind. */
        T windowEvaluated(WindowEvaluated change);

        /** The answer for this kind. */
        T retrainingStarted(RetrainingStarted change);

        /** The answer for this kind. */
        T retrainingEnded(RetrainingEnded change);

        /** The answer for this kind. */
        T versionRegistered(VersionRegistered change);

        /** The answer for this kind. */
        T reviewOpened(ReviewOpened change);

        /** The answer for this kind. */
        T reviewClosed(ReviewClosed change);

        /** The answer for this kind. */
        T trafficPlanned(TrafficPlanned change);

        /** The answer for this kind. */
        T trafficCleared(TrafficCleared change);

        /** The answer for this kind. */
        T championPromoted(ChampionPromoted change);

        /** The answer for this kind. */
        T rolledBack(RolledBack change);

        /** The answer for this kind. */
        T holdReleased(HoldReleased change);

        /** The answer for this kind. */
        T alertRaised(AlertRaised change);

        /** The answer for this kind. */
        T alertAcknowledged(AlertAcknowledged change);

        /** The answer for this kind. */
        T alertEscalated(AlertEscalated change);

        /** The answer for this kind. */
        T alertResolved(AlertResolved change);

        /** The answer for this kind. */
        T noted(Noted change);

        /** The answer for this kind. */
        T unknown(Unknown change);
    }
}
