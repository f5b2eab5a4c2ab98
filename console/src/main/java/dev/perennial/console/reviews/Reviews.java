package dev.perennial.console.reviews;

import dev.perennial.console.http.ApiException;
import dev.perennial.console.timeline.LogReader;
import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.ModelVersion;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.log.RegistryChange;
import dev.perennial.registry.log.RegistryEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reviews that the models' logs tell of. */
final class Reviews {
    private final Registry registry;

    Reviews(Registry registry) {
        this.registry = registry;
    }

    /** All reviews that wait for a person, the most pressing first. */
    List<Review> open() {
        return registry.models().stream()
                .filter(model -> registry.state(model).review().isPresent())
                .flatMap(model -> of(model).values().stream())
                .filter(review -> review.status().equals("open"))
                .sorted(Comparator.comparing(Review::deadline))
                .toList();
    }

    /** All reviews, the newest first. */
    List<Review> all() {
        return registry.models().stream()
                .flatMap(model -> of(model).values().stream())
                .sorted(Comparator.comparing(Review::requestedAt).reversed())
                .toList();
    }

    /** The review of this id, open or not. */
    Review find(String id) {
        return open().stream()
                .filter(review -> review.review().equals(id))
                .findFirst()
                .or(() -> all().stream()
                        .filter(review -> review.review().equals(id))
                        .findFirst())
                .orElseThrow(() -> ApiException.notFound("No review '" + id + "'; open reviews: "
                        + open().stream().map(Review::review).toList()));
    }

    private Map<String, Review> of(ModelName model) {
        Map<String, Review> reviews = new LinkedHashMap<>();
        for (RegistryEntry entry : LogReader.after(registry, model, 0)) {
            RegistryChange change = entry.entry().change();
            if (change instanceof RegistryChange.ReviewOpened opened) {
                reviews.put(
                        opened.review(),
                        new Review(
                                opened.review(),
                                model,
                                new ModelVersion(model, opened.version()),
                                "open",
                                opened.evidence(),
                                entry.recordedAt(),
                                opened.deadline(),
                                entry.entry().sentence(),
                                Optional.empty()));
            } else if (change instanceof RegistryChange.ReviewClosed closed) {
                reviews.computeIfPresent(closed.review(), (id, review) -> review.closed(closed.decision(), entry));
            }
        }
        return reviews;
    }

    /** One review; {@code status} is open, approved, rejected, expired or dismissed. */
    record Review(
            String review,
            ModelName model,
            ModelVersion version,
            String status,
            Digest evidence,
            Instant requestedAt,
            Instant deadline,
            String sentence,
            Optional<Ending> ending) {
        Review closed(String decision, RegistryEntry entry) {
            return new Review(
                    review,
                    model,
                    version,
                    decision,
                    evidence,
                    requestedAt,
                    deadline,
                    sentence,
                    Optional.of(new Ending(
                            entry.entry().actor().value(),
                            entry.recordedAt(),
                            entry.entry().sentence(),
                            entry.seq())));
        }
    }

    /** Who ended a review, when and how. */
    record Ending(String actor, Instant at, String sentence, long seq) {}
}
