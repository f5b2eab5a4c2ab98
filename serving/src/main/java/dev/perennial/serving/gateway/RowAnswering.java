package dev.perennial.serving.gateway;

import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.serving.log.Arm;
import dev.perennial.serving.log.LoggedPrediction;
import dev.perennial.serving.routing.Answered;
import dev.perennial.serving.routing.Fallback;
import dev.perennial.serving.routing.LoadedVersion;
import dev.perennial.serving.routing.RouteTable;
import dev.perennial.serving.routing.TrafficSplit;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers single rows: gives a row to the version in charge of it, to the fallback where that gives no answer, and notes
 * the row for the other version of the traffic plan.
 */
final class RowAnswering {
    private RowAnswering() {}

    /** Answers the row by the version in charge. */
    static void answer(InferBatch batch, int index, FeatureRow row, ScoringSlot slot, AnswerBuffers out) {
        RouteTable table = batch.table();
        long eventMillis = eventMillis(batch, index);
        UUID id = table.ids().next(eventMillis);
        String entity = batch.request().entity(index);
        LoadedVersion answering = batch.inCharge();
        LoadedVersion other = null;
        Arm arm = batch.pinned() == null ? Arm.CHAMPION : Arm.PINNED;
        TrafficPlan plan = table.plan();
        LoadedVersion challenger = table.challenger();
        if (arm == Arm.CHAMPION && plan != null && challenger != null && answering != null) {
            boolean canary = TrafficSplit.challengerAnswers(plan, entity == null ? id.toString() : entity);
            other = canary ? answering : challenger;
            answering = canary ? challenger : answering;
            arm = canary ? Arm.CANARY : Arm.CHAMPION;
        }
        slot.asks(answering);
        RowScore scored = RowScore.of(answering, row);
        String error = scored.error();
        Answered said = new Answered(scored.score(), scored.classes());
        if (error != null) {
            arm = Arm.FALLBACK;
            said = fallback(table, error).answer(row, answering);
        }
        put(batch, index, row, new Answer(id, eventMillis, entity, arm, said, answering, other, error), out);
        if (other != null) {
            out.pairs().add(new PairedScoring.Pair(table, other, row.copy(), id, eventMillis));
        }
    }

    /** Answers the row without asking any version. */
    static void answerWithout(InferBatch batch, int index, FeatureRow row, String error, AnswerBuffers out) {
        RouteTable table = batch.table();
        long eventMillis = eventMillis(batch, index);
        Answered said = fallback(table, error).byRule(row);
        UUID id = table.ids().next(eventMillis);
        String entity = batch.request().entity(index);
        put(
                batch,
                index,
                row,
                new Answer(id, eventMillis, entity, Arm.FALLBACK, said, batch.inCharge(), null, error),
                out);
    }

    private static void put(InferBatch batch, int index, FeatureRow row, Answer answer, AnswerBuffers out) {
        int version = answer.answering == null ? 0 : answer.answering.number();
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - batch.started());
        new LoggedPrediction(
                        answer.id,
                        answer.eventMillis,
                        batch.receivedMicros(),
                        version,
                        answer.arm,
                        answer.entity,
                        answer.said.score(),
                        answer.other == null ? 0 : answer.other.number(),
                        Double.NaN,
                        (int) Math.min(Integer.MAX_VALUE, micros),
                        answer.error)
                .encode(batch.table().columns(), answer.said.classes(), row, out.frames());
        out.outcomes().set(index, answer.id, answer.said.score(), answer.said.classes(), answer.arm, version);
    }

    private static long eventMillis(InferBatch batch, int index) {
        long stated = batch.request().eventMillis(index);
        return stated == InferRequest.UNSTATED ? Math.floorDiv(batch.receivedMicros(), 1000) : stated;
    }

    private static Fallback fallback(RouteTable table, String error) {
        Fallback fallback = table.fallback();
        if (fallback == null) {
            throw new RejectedRequestException(
                    503, "Cannot answer for model " + table.model() + ": " + error + " and it declares no fallback");
        }
        return fallback;
    }

    private record Answer(
            UUID id,
            long eventMillis,
            @Nullable String entity,
            Arm arm,
            Answered said,
            @Nullable LoadedVersion answering,
            @Nullable LoadedVersion other,
            @Nullable String error) {}
}
