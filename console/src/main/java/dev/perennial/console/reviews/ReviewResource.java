package dev.perennial.console.reviews;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.console.http.ApiException;
import dev.perennial.console.http.Body;
import dev.perennial.console.http.Json;
import dev.perennial.console.http.Parameters;
import dev.perennial.console.loop.Loop;
import dev.perennial.registry.Digest;
import dev.perennial.registry.PlainTime;
import dev.perennial.registry.log.Registry;
import dev.perennial.workflows.review.ReviewDecision;
import dev.perennial.workflows.review.ReviewDecision.Choice;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** The review queue, each review's evidence, and a person's decision on exactly that evidence. */
public final class ReviewResource {
    private final Registry registry;
    private final Reviews reviews;
    private final Loop loop;

    /** The reviews of this registry, decided through this loop. */
    public ReviewResource(Registry registry, Loop loop) {
        this.registry = registry;
        this.reviews = new Reviews(registry);
        this.loop = loop;
    }

    /** Registers the routes. */
    public void register(RoutesConfig routes) {
        routes.get("/api/v1/reviews", this::list);
        routes.get("/api/v1/reviews/{review}", this::show);
        routes.post("/api/v1/reviews/{review}/approve", context -> decide(context, Choice.APPROVE));
        routes.post("/api/v1/reviews/{review}/reject", context -> decide(context, Choice.REJECT));
    }

    private void list(Context context) {
        String status = Parameters.text(context, "status").orElse("open");
        List<Reviews.Review> found = switch (status) {
            case "open" -> reviews.open();
            case "all" -> reviews.all();
            default -> throw ApiException.invalid("Invalid status: '" + status + "', expected open or all");
        };
        Json.answer(context, new Listing(found));
    }

    private void show(Context context) {
        Reviews.Review review = reviews.find(context.pathParam("review"));
        Optional<JsonNode> document = registry.blob(review.evidence()).map(Json::document);
        Json.answer(context, new Detail(review, document));
    }

    private void decide(Context context, Choice choice) {
        Reviews.Review review = reviews.find(context.pathParam("review"));
        Body body = Body.of(context, "evidence", "comment", "commandId");
        Digest evidence = body.digest("evidence")
                .orElseThrow(
                        () -> ApiException.invalid("Invalid body: 'evidence' is missing, expected the digest of the"
                                + " evidence that was shown; see GET /api/v1/reviews/" + review.review()));
        ReviewDecision decision = new ReviewDecision(
                body.commandId(),
                review.review(),
                choice,
                evidence,
                body.optional("comment").orElse(""),
                Parameters.actor(context));
        try {
            Json.answer(context, loop.decideReview(review.model(), decision));
        } catch (ApiException refused) {
            /* Asked first all the same: the entity knows a repeated command by its id and repeats its answer. */
            throw review.ending()
                    .map(ending -> ApiException.conflict("Cannot decide review " + review.review() + ": it was "
                            + review.status() + " by " + ending.actor() + " at " + PlainTime.of(ending.at())))
                    .orElse(refused);
        }
    }

    private record Listing(List<Reviews.Review> reviews) {}

    private record Detail(@JsonUnwrapped Reviews.Review summary, Optional<JsonNode> document) {}
}
