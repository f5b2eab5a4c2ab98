package dev.perennial.registry.log;

import static dev.perennial.registry.log.Drafts.MODEL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.registry.Actor;
import dev.perennial.registry.Digest;
import dev.perennial.registry.log.Registry.SpecOutcome;
import dev.perennial.registry.spec.InvalidSpecException;
import dev.perennial.registry.spec.ModelSpecReader;
import dev.perennial.registry.spec.SpecFixtures;
import dev.perennial.registry.store.InMemoryObjectStore;
import dev.perennial.registry.store.ObjectStore;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ApplySpecTest {
    private static final Actor ADA = Actor.user("ada");
    private static final String FILE = SpecFixtures.flightDelay();

    private final ObjectStore store = new InMemoryObjectStore();
    private final Registry registry = new ObjectStoreRegistry(store, () -> Instant.EPOCH);

    @Test
    void declaresAModel() {
        SpecOutcome outcome = registry.applySpec(FILE, "apply 1", ADA);
        assertThat(outcome.revision()).isOne();
        assertThat(outcome.changes()).containsExactly("declared with 3 features");
        assertThat(outcome.digest()).isEqualTo(Digest.of(FILE));
        assertThat(outcome.entry()).hasValueSatisfying(entry -> {
            assertThat(entry.entry().kind()).isEqualTo(TimelineKind.SPEC_CHANGED);
            assertThat(entry.entry().sentence()).isEqualTo("Model flight-delay is declared with 3 features");
        });
        ModelState state = registry.state(MODEL);
        assertThat(registry.spec(state)).isEqualTo(ModelSpecReader.read(FILE));
        assertThat(store.read("models/flight-delay/specs/" + Digest.of(FILE) + ".yaml"))
                .hasValue(FILE.getBytes(UTF_8));
    }

    @Test
    void appendsNothingWhereTheMeaningStays() {
        registry.applySpec(FILE, "apply 1", ADA);
        SpecOutcome same = registry.applySpec(FILE, "apply 2", ADA);
        SpecOutcome reworded = registry.applySpec("# a comment\n" + FILE.replace("P7D", "P1W"), "apply 3", ADA);
        assertThat(same.entry()).isEmpty();
        assertThat(reworded.entry()).isEmpty();
        assertThat(reworded.changes()).isEmpty();
        assertThat(reworded.digest()).isEqualTo(Digest.of(FILE));
        assertThat(registry.state(MODEL).seq()).isOne();
    }

    @Test
    void recordsWhatChanged() {
        registry.applySpec(FILE, "apply 1", ADA);
        SpecOutcome outcome = registry.applySpec(FILE.replace("coolDown: P14D", "coolDown: P3D"), "apply 2", ADA);
        assertThat(outcome.revision()).isEqualTo(2);
        assertThat(outcome.changes()).containsExactly("spec.retrain.budget.coolDown: P14D → P3D");
        assertThat(outcome.entry().orElseThrow().entry().sentence())
                .isEqualTo("Revision 2 of flight-delay changes spec.retrain.budget.coolDown: P14D → P3D");
        assertThat(registry.spec(registry.state(MODEL)).retrain().coolDown().toDays())
                .isEqualTo(3);
    }

    @Test
    void answersARepeatedOperationAsTheFirstTime() {
        SpecOutcome first = registry.applySpec(FILE, "apply 1", ADA);
        assertThat(registry.applySpec(FILE, "apply 1", ADA)).isEqualTo(first);
        assertThat(new ObjectStoreRegistry(store, () -> Instant.EPOCH).applySpec(FILE, "apply 1", ADA))
                .isEqualTo(first);
        assertThat(registry.state(MODEL).seq()).isOne();
    }

    @Test
    void changesNothingForAnInvalidFile() {
        assertThatThrownBy(() -> registry.applySpec(FILE.replace("kind: Model", "kind: Modle"), "apply 1", ADA))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessage("2:7 Invalid kind: 'Modle', expected Model");
        assertThat(store.list("", "", 10)).isEmpty();
    }

    @Test
    void keepsWhoAnswersOnceThereAreVersions() {
        String external = FILE.substring(0, FILE.indexOf("  retrain:")) + "  external: {reference: 2013-01-01/P28D}\n";
        registry.applySpec(FILE, "apply 1", ADA);
        registry.applySpec(external, "apply 2", ADA);
        registry.applySpec(external.replace("P28D", "P14D"), "apply 3", ADA);
        registry.append(MODEL, "register", Drafts.always(Drafts.version(1)));

        assertThatThrownBy(() -> registry.applySpec(FILE, "apply 4", ADA))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Cannot change spec.external of flight-delay: its versions stand for another server;"
                        + " declare a model of another name");
        assertThat(registry.applySpec(external, "apply 5", ADA).revision()).isEqualTo(4);
    }

    @Test
    void refusesAnotherTaskAndTheLossOfAClass() {
        String classes = """
                apiVersion: perennial.dev/v1
                kind: Model
                metadata: {name: flight-delay, owner: ada}
                spec:
                  task: multiclass-classification
                  features: [{name: x, type: number}]
                  label: {name: y, classes: [low, high], arrives: {matureAfter: P2D}}
                """;
        registry.applySpec(classes, "apply 1", ADA);
        assertThat(registry.applySpec(classes.replace("low, high", "high, low, none"), "apply 2", ADA)
                        .revision())
                .isEqualTo(2);
        assertThatThrownBy(() -> registry.applySpec(classes, "apply 3", ADA))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Cannot apply the model file of flight-delay: revision 2 declares the classes none as well,"
                        + " which its log and versions name; classes may be added, or declare another model");
        assertThatThrownBy(() -> registry.applySpec(FILE, "apply 4", ADA))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "Cannot apply the model file of flight-delay: revision 2 declares multiclass-classification,"
                                + " this one binary-classification; its log and versions answer the former, declare another"
                                + " model");
    }

    @Test
    void hasNoDeclarationBeforeTheFirst() {
        assertThatThrownBy(() -> registry.spec(registry.state(MODEL)))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Cannot do this for flight-delay: no model file is applied, expected one from "
                        + "perennial model apply");
    }
}
