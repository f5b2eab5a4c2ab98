package dev.perennial.serving.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.registry.Digest;
import dev.perennial.registry.log.ModelState;
import dev.perennial.registry.log.Registry;
import dev.perennial.registry.trust.ManifestSignature;
import dev.perennial.registry.trust.SigningKey;
import dev.perennial.registry.trust.TrustedKeys;
import dev.perennial.scoring.CompiledModelFormat;
import dev.perennial.scoring.ConstantModel;
import dev.perennial.scoring.DecisionTree;
import dev.perennial.scoring.FeatureRow;
import dev.perennial.scoring.FeatureSchema;
import dev.perennial.scoring.FeatureTable;
import dev.perennial.scoring.GoldenSample;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.LinearTerm;
import dev.perennial.scoring.NumberFeature;
import dev.perennial.scoring.Outputs;
import dev.perennial.scoring.Presence;
import dev.perennial.scoring.RandomForestModel;
import dev.perennial.serving.gateway.GatewayFixture;
import dev.perennial.serving.gateway.SwitchableStore;
import dev.perennial.serving.ids.PredictionKey;
import dev.perennial.serving.routing.RouteCompiler.Completeness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a promoted version's bytes are, the version before it goes on answering, and the table says why. */
@Timeout(60)
class PoisonModelTest {
    private static final FeatureTable ROWS = FeatureTable.of(GatewayFixture.SCHEMA, new Object[] {
        new String[] {"UA", null, "ZZ"}, new double[] {40, Double.NaN, 1e6}, new double[] {1, 12, 23}
    });

    @TempDir
    Path directory;

    private final SwitchableStore store = new SwitchableStore();
    private final GatewayFixture fixture = new GatewayFixture(store);
    private final Registry registry = fixture.registry();
    private @Nullable RouteCompiler compiler;
    private @Nullable RouteTable serving;

    private RouteTable table() {
        RouteTable table = Objects.requireNonNull(compiler)
                .compile(registry.state(GatewayFixture.MODEL), serving, Completeness.EVERY_VERSION);
        serving = Objects.requireNonNull(table);
        return table;
    }

    @BeforeEach
    void serveAGoodVersion() {
        compiler = compiler(GatewayFixture.KEY);
        fixture.declare(GatewayFixture.SPEC);
        fixture.promote(fixture.register(good()));
        RouteTable table = table();
        assertThat(table.problems()).isEmpty();
        answers(table, 1);
    }

    /* Of a gateway with the same files that trusts this key. */
    private RouteCompiler compiler(SigningKey trusted) {
        return new RouteCompiler(
                registry,
                new LocalCache(directory),
                PredictionKey.ofSecret("the secret of these tests"),
                Optional.of(TrustedKeys.parse(trusted.publicPem())));
    }

    private static byte[] good() {
        return CompiledModelFormat.write(
                GatewayFixture.linearModel(),
                new GoldenSample(ROWS, GatewayFixture.linearModel().scoreAll(ROWS)));
    }

    private static void answers(RouteTable table, int champion) {
        LoadedVersion version = Objects.requireNonNull(table.champion());
        assertThat(version.number()).isEqualTo(champion);
        FeatureRow row = new FeatureRow(GatewayFixture.SCHEMA);
        ROWS.read(0, row);
        assertThat(version.score(row)).isEqualTo(GatewayFixture.linearModel().score(row));
    }

    /* Registers and promotes the bytes; the reason why they were refused. */
    private String refusal(byte[] poison) {
        return refusal(fixture.register(poison));
    }

    private String refusal(int version) {
        fixture.promote(version);
        RouteTable table = table();
        answers(table, 1);
        assertThat(table.versions()).doesNotContainKey(version);
        // Between the two stands what is wrong with the version before, if that was poison too.
        assertThat(table.problems())
                .hasSizeBetween(2, 3)
                .last()
                .isEqualTo("version 1 goes on answering as the last known good one");
        return table.problems().get(0).replace("version " + version + " ", "it ");
    }

    @Test
    void truncatedAndChangedBytesAreRefused() {
        byte[] good = good();
        for (int length = 0; length < good.length; length += 23) {
            assertThat(refusal(Arrays.copyOf(good, length))).startsWith("it cannot be loaded: Invalid model file: ");
        }
        for (int position = 0; position < good.length; position += 23) {
            byte[] flipped = good.clone();
            flipped[position] ^= 1;
            assertThat(refusal(flipped)).startsWith("it cannot be loaded: Invalid model file: ");
        }
    }

    @Test
    void bytesThatAreNotThoseOfTheDigestAreRefused() {
        Digest absent = Digest.of("never stored");
        assertThat(refusal(fixture.register(absent, 10)))
                .isEqualTo("the model of it is missing, there is no blob " + absent.abbreviated());
    }

    @Test
    void weightsThatAreNoNumbersAreRefused() {
        for (double weight : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
            // A file ends with the weight of the last feature and the checksum.
            byte[] poison = CompiledModelFormat.write(GatewayFixture.linearModel());
            ByteBuffer.wrap(poison).putDouble(poison.length - 12, weight);
            assertThat(refusal(sealed(poison))).startsWith("it cannot be loaded: Invalid model file: ");
        }
    }

    private static byte[] sealed(byte[] file) {
        CRC32C checksum = new CRC32C();
        checksum.update(file, 0, file.length - 4);
        ByteBuffer.wrap(file).putInt(file.length - 4, (int) checksum.getValue());
        return file;
    }

    @Test
    void countsThatPromiseGigabytesAreRefusedBeforeAnythingIsAllocated() {
        // The bytes of the schema's section, the number of features, the characters of the first feature's name.
        for (int position : new int[] {15, 19, 25}) {
            for (int count : new int[] {Integer.MAX_VALUE, 1 << 30, -1}) {
                byte[] bomb = good();
                ByteBuffer.wrap(bomb).putInt(position, count);
                assertThat(refusal(sealed(bomb)))
                        .startsWith("it cannot be loaded: Invalid model file: there cannot be " + count + " ");
            }
        }
    }

    @Test
    void aZipBombIsRefusedByItsFirstBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(new byte[1 << 24]);
        }
        assertThat(refusal(bytes.toByteArray()))
                .isEqualTo("it cannot be loaded: Invalid model file: it does not begin with PRNMODEL, at byte 0");
    }

    @Test
    void anotherModelsSchemaIsRefused() {
        FeatureSchema strangers = new FeatureSchema(List.of(number("x"), number("y")));
        assertThat(refusal(CompiledModelFormat.write(new ConstantModel(strangers, 0.5))))
                .isEqualTo("it knows none of the declared features, but [x, y]");
        FeatureSchema otherKind = new FeatureSchema(List.of(number("carrier")));
        assertThat(refusal(CompiledModelFormat.write(new ConstantModel(otherKind, 0.5))))
                .isEqualTo("it takes feature carrier as a number, the declaration says otherwise");
    }

    private static NumberFeature number(String name) {
        return new NumberFeature(name, Presence.OPTIONAL, Optional.empty());
    }

    @Test
    void anAnswerOfAnotherKindIsRefused() {
        DecisionTree leaf = DecisionTree.builder().leaf(0, 1, 7).build();
        FeatureSchema schema = new FeatureSchema(List.of(number("temp")));
        RandomForestModel values = new RandomForestModel(schema, Outputs.value(), Map.of(), List.of(leaf));
        assertThat(refusal(CompiledModelFormat.write(values)))
                .isEqualTo("it answers with Value[], the declaration asks for a probability");
    }

    @Test
    void aModelThatDoesNotAnswerAsItWasProvenIsRefused() {
        double[] scores = GatewayFixture.linearModel().scoreAll(ROWS);
        scores[2] = 0.125;
        assertThat(refusal(CompiledModelFormat.write(GatewayFixture.linearModel(), new GoldenSample(ROWS, scores))))
                .startsWith("it cannot be loaded: Invalid model file: the model scores its golden sample with a "
                        + "difference of ");
    }

    @Test
    void aManifestThatSaysNothingIsRefused() {
        int version = fixture.registerManifest("null".getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(version)).isEqualTo("the manifest of it says nothing");
    }

    private Digest manifest(int number) {
        byte[] model = good();
        return registry.putDocument(GatewayFixture.manifest(number, registry.putBlob(model), model.length));
    }

    @Test
    void anUnsignedVersionIsRefusedUntilSomebodySignsIt() {
        Digest manifest = manifest(2);
        assertThat(refusal(fixture.registerManifest(manifest)))
                .isEqualTo(
                        "it is not trusted: it is not signed, expected a signature by key " + GatewayFixture.KEY.id());
        registry.putSignature(GatewayFixture.KEY.sign(manifest));
        RouteTable table = table();
        assertThat(table.problems()).isEmpty();
        answers(table, 2);
    }

    @Test
    void aVersionThatAStrangerSignedIsRefused() {
        SigningKey stranger = SigningKey.generate();
        Digest manifest = manifest(2);
        registry.putSignature(stranger.sign(manifest));
        assertThat(refusal(fixture.registerManifest(manifest)))
                .isEqualTo("it is not trusted: it is signed by key " + stranger.id() + ", expected key "
                        + GatewayFixture.KEY.id());
    }

    @Test
    void aSignatureOfAnotherManifestIsNone() {
        Digest manifest = manifest(2);
        registry.putSignature(new ManifestSignature(
                manifest,
                GatewayFixture.KEY.id(),
                GatewayFixture.KEY.sign(Digest.of("another")).value()));
        assertThat(refusal(fixture.registerManifest(manifest)))
                .isEqualTo("it is not trusted: its signature does not fit it, though it names a trusted key");
    }

    @Test
    void aSignedManifestPassedOffAsAnotherVersionsIsRefused() {
        Digest manifest = manifest(9);
        registry.putSignature(GatewayFixture.KEY.sign(manifest));
        assertThat(refusal(fixture.registerManifest(manifest)))
                .isEqualTo("the manifest of it is that of flight-delay@9");
    }

    @Test
    void nothingOfAnUntrustedManifestIsParsed() {
        Digest rubbish = registry.putBlob("no JSON at all".getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(fixture.registerManifest(rubbish))).startsWith("it is not trusted: it is not signed, ");
        registry.putSignature(GatewayFixture.KEY.sign(rubbish));
        serving = table();
        assertThat(serving.problems().get(0)).startsWith("the manifest of version 2 cannot be read: ");
    }

    @Test
    void whatIsServedIsTrustedAgainAfterARestartWithoutTheStore() {
        ModelState known = registry.state(GatewayFixture.MODEL);
        store.down();
        compiler = compiler(GatewayFixture.KEY);
        answers(Objects.requireNonNull(compiler.compile(known, null, Completeness.CHAMPION_AT_LEAST)), 1);
    }

    @Test
    void aKeyThatIsNoLongerTrustedVouchesForNothingAfterARestart() {
        SigningKey next = SigningKey.generate();
        compiler = compiler(next);
        RouteTable table = Objects.requireNonNull(
                compiler.compile(registry.state(GatewayFixture.MODEL), null, Completeness.EVERY_VERSION));
        assertThat(table.champion()).isNull();
        assertThat(table.problems())
                .containsExactly("version 1 is not trusted: it is signed by key " + GatewayFixture.KEY.id()
                        + ", expected key " + next.id());
    }

    @Test
    void aGoodVersionAfterBadOnesTakesOver() {
        refusal(new byte[0]);
        LinearModel next = new LinearModel(
                GatewayFixture.SCHEMA,
                0,
                List.of(
                        new LinearTerm.CategoryTerm(new TreeMap<>(), 0),
                        new LinearTerm.NumberTerm(0, 1, 0, 0),
                        new LinearTerm.NumberTerm(0, 1, 0, 0)));
        int version = fixture.register(CompiledModelFormat.write(next));
        fixture.promote(version);
        RouteTable table = table();
        assertThat(Objects.requireNonNull(table.champion()).number()).isEqualTo(version);
    }
}
