package dev.perennial.serving.routing;

import dev.perennial.registry.Digest;
import dev.perennial.registry.ModelName;
import dev.perennial.registry.log.TrafficPlan;
import dev.perennial.registry.spec.FeatureSchemas;
import dev.perennial.registry.spec.ModelSpec;
import dev.perennial.scoring.ConstantModel;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.Outputs;
import dev.perennial.serving.ids.PredictionIds;
import dev.perennial.serving.ids.PredictionKey;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A version that does not come back from scoring before it is let go: compiled models cannot be made to. */
public final class HeldVersion extends LoadedVersion {
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final How how;

    /** How the thread is held. */
    public enum How {
        WAITING,
        /** The same, for rows whose last feature is 12 or more; others are answered. */
        WAITING_FROM_NOON,
        SPINNING,
        /** Comes back by itself as soon as its request is being answered in its place. */
        UNTIL_STALLED
    }

    public HeldVersion(int number, FeatureSchema schema, How how) {
        super(number, Digest.of("held"), new ConstantModel(schema, 0.9), schema, Outputs.probability());
        this.how = how;
    }

    @Override
    public double score(FeatureRow row) {
        asked.incrementAndGet();
        try {
            if (how == How.WAITING_FROM_NOON && row.number(row.schema().size() - 1) < 12) {
                return super.score(row);
            }
            if (how == How.WAITING || how == How.WAITING_FROM_NOON) {
                released.await();
            } else {
                while (released.getCount() > 0 && !(how == How.UNTIL_STALLED && isStalled())) {
                    Thread.onSpinWait();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return super.score(row);
    }

    public void letGo() {
        released.countDown();
    }

    public int asked() {
        return asked.get();
    }

    /** The routes of a model with these versions in memory, the first of them the champion. */
    public static RouteTable routes(ModelSpec spec, @Nullable TrafficPlan plan, List<LoadedVersion> versions) {
        TreeMap<Integer, LoadedVersion> byNumber = new TreeMap<>();
        versions.forEach(version -> byNumber.put(version.number(), version));
        ModelName model = spec.name();
        return new RouteTable(
                model,
                1,
                spec,
                FeatureSchemas.of(spec),
                new PredictionIds(PredictionKey.ofSecret("the secret of these tests"), model),
                byNumber,
                versions.get(0).number(),
                plan,
                List.of());
    }

    /** A version that answers this constant. */
    public static LoadedVersion constant(int number, FeatureSchema schema, double answer) {
        return new LoadedVersion(
                number, Digest.of("constant"), new ConstantModel(schema, answer), schema, Outputs.probability());
    }
}
