package dev.perennial.activities.review;

import dev.perennial.activities.context.Failures;
import dev.perennial.activities.context.Workbench;
import dev.perennial.registry.Actor;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.EntryDraft;
import dev.perennial.registry.log.Evidence;
import dev.perennial.registry.log.RefusedException;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.TimelineKind;
import dev.perennial.workflows.WorkflowIds;
import dev.perennial.workflows.review.ReviewActivities;
import dev.perennial.workflows.review.ReviewDecision;
import dev.perennial.workflows.review.ReviewOutcome;
import dev.perennial.workflows.review.ReviewRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Files a review and records its end, each in one entry. */
public final class ReviewActivitiesImpl implements ReviewActivities {
    private static final Actor REVIEW = Actor.system("review");

    private final Workbench workbench;

    /** Activities on this workbench. */
    public ReviewActivitiesImpl(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public void open(ReviewRequest request) {
        Failures.run(() -> {
            ModelName model = request.version().model();
            Optional<Instant> watermark = workbench.watermark(model);
            // People live in wall-clock time, so the deadline does too.
            Instant deadline = workbench.clock().instant().plus(request.deadline());
            workbench
                    .registry()
                    .append(
                            model,
                            "review-open/" + request.review(),
                            state -> new EntryDraft(
                                    TimelineKind.REVIEW_REQUESTED,
                                    REVIEW,
                                    watermark,
                                    request.sentence(),
                                    new RegistryChange.ReviewOpened(
                                            request.review(), request.version().number(), request.evidence(), deadline),
                                    links(request)));
        });
    }

    @Override
    public void close(ReviewRequest request, ReviewOutcome outcome, Optional<ReviewDecision> decision) {
        Failures.run(() -> {
            ModelName model = request.version().model();
            Optional<Instant> watermark = workbench.watermark(model);
            TimelineKind kind = switch (outcome.decision()) {
                case APPROVED -> TimelineKind.REVIEW_APPROVED;
                case REJECTED -> TimelineKind.REVIEW_REJECTED;
                case EXPIRED -> TimelineKind.REVIEW_EXPIRED;
                case DISMISSED -> TimelineKind.REVIEW_DISMISSED;
            };
            String word = outcome.decision().name().toLowerCase(Locale.ROOT);
            workbench.registry().append(model, "review-close/" + request.review(), state -> {
                boolean open = state.review()
                        .filter(review -> review.review().equals(request.review()))
                        .isPresent();
                if (!open && outcome.decision() == ReviewOutcome.Decision.APPROVED) {
                    throw new RefusedException("Cannot approve review " + request.review() + ": it is not open");
                }
                return new EntryDraft(
                        kind,
                        decision.map(ReviewDecision::actor).orElse(REVIEW),
                        watermark,
                        outcome.sentence(),
                        // A rollback may have closed the review already; its end is then only told.
                        open ? new RegistryChange.ReviewClosed(request.review(), word) : new RegistryChange.Noted(),
                        links(request));
            });
        });
    }

    private static Evidence links(ReviewRequest request) {
        return Evidence.links(Map.of(
                "evidence",
                request.evidence().hex(),
                "review",
                request.review(),
                "version",
                request.version().toString(),
                "workflow",
                WorkflowIds.review(request.review())));
    }
}
