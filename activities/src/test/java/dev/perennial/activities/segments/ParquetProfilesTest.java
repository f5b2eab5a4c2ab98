package dev.perennial.activities.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.activities.data.DuckDbFiles;
import dev.perennial.monitoring.profile.CategoryBins;
import dev.perennial.monitoring.profile.CategoryCounts;
import dev.perennial.monitoring.profile.NumberCounts;
import dev.perennial.monitoring.profile.NumericBins;
import dev.perennial.monitoring.profile.ProfileBuilder;
import dev.perennial.monitoring.profile.ProfileLayout;
import dev.perennial.monitoring.profile.SegmentProfile;
import dev.perennial.monitoring.profile.TableBins;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import dev.perennial.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetProfilesTest {
    private static final List<String> NUMBERS =
            List.of("plain", "sparse", "few", "small", "whole", "single", "price", "nothing");
    private static final List<String> TEXTS = List.of("word", "id", "flag", "absent_word");
    private static final String ROWS = "SELECT sin(i * 1.37) * 1000 AS plain,"
            + " CASE WHEN i % 3 = 0 THEN NULL ELSE cos(i) END AS sparse,"
            + " CASE WHEN i % 11 = 0 THEN NULL ELSE (i % 7) * 0.25 END::DOUBLE AS few,"
            + " (i % 100 - 50)::INTEGER AS small, (i * 1000003)::BIGINT AS whole, (sin(i) / 3)::FLOAT AS single,"
            + " (i % 977 / 100.0)::DECIMAL(9, 2) AS price, NULL::DOUBLE AS nothing,"
            + " CASE WHEN i % 5 = 0 THEN NULL ELSE 'w' || (i * i % 83) END AS word, 'id-' || i AS id,"
            + " CASE WHEN i % 13 = 0 THEN NULL ELSE i % 2 = 0 END AS flag, NULL::VARCHAR AS absent_word"
            + " FROM range(30000) t(i)";

    @TempDir
    private Path scratch;

    private DuckDbFiles duckDb;

    @BeforeEach
    void open() {
        duckDb = new DuckDbFiles(scratch);
    }

    @AfterEach
    void close() {
        duckDb.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMPRESSION zstd",
                "COMPRESSION snappy, ROW_GROUP_SIZE 4096",
                "COMPRESSION gzip, ROW_GROUP_SIZE 10240",
                "COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1"
            })
    void profileOfAFileIsThatOfItsRows(String options) {
        Path file = duckDb.write(ROWS, options, scratch.resolve("rows.parquet"));

        assertThat(ParquetProfiles.profile(layout(file), List.of(file))).isEqualTo(profileOfRows(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pyarrow-v1-snappy", "pyarrow-v2-zstd", "pyarrow-plain-gzip", "gateway"})
    void filesOfOtherWritersAreRead(String name) {
        Path file = resource(name);
        SegmentProfile profile = ParquetProfiles.profile(layout(file), List.of(file));

        assertThat(profile.rows()).isPositive();
        assertThat(profile).isEqualTo(profileOfRows(file));
    }

    @Test
    void frozenBinsAreThoseOfTheColumns() {
        Path file = duckDb.write(ROWS, "COMPRESSION zstd", scratch.resolve("rows.parquet"));
        ColumnTable rows = duckDb.read(file, NUMBERS, TEXTS);

        ProfileLayout layout = ParquetProfiles.freeze(List.of(file));

        for (String name : NUMBERS) {
            NumberColumn column = (NumberColumn) rows.column(name).orElseThrow();
            assertThat(layout.features().columns().get(name)).isEqualTo(NumericBins.of(column.values()));
        }
        assertThat(layout.features().columns()).containsOnlyKeys(names());
        assertThat(categories(layout, "flag")).containsExactly("false", "true");
        assertThat(categories(layout, "word")).hasSize(42).allMatch(word -> word.startsWith("w"));
    }

    @Test
    void typesThatChangedAreReadAsWhatTheReferenceHolds() {
        Path file = duckDb.write(
                "SELECT CASE i % 4 WHEN 0 THEN '1.5' WHEN 1 THEN ' -2 ' WHEN 2 THEN 'n/a' END AS number,"
                        + " i % 3 AS category FROM range(12) t(i)",
                "COMPRESSION zstd", scratch.resolve("changed.parquet"));
        ProfileLayout layout = ProfileLayout.ofFeatures(TableBins.builder()
                .add("number", new NumericBins(List.of(0.0), -40))
                .add("category", new CategoryBins(List.of("0", "1")))
                .add("other", new NumericBins(List.of(), -40))
                .build());

        SegmentProfile profile = ParquetProfiles.profile(layout, List.of(file, file));

        NumberCounts number = (NumberCounts) profile.feature("number").orElseThrow();
        assertThat(number.count(0)).isEqualTo(6);
        assertThat(number.count(1)).isEqualTo(6);
        assertThat(number.invalid()).isEqualTo(6);
        assertThat(number.missing()).isEqualTo(6);
        CategoryCounts category = (CategoryCounts) profile.feature("category").orElseThrow();
        assertThat(category.count(0)).isEqualTo(8);
        assertThat(category.unseenCategories()).containsExactly(Map.entry("2", 8L));
        assertThat(profile.feature("other").orElseThrow().absent()).isEqualTo(24);
    }

    @Test
    void whatCannotBeReadIsNamed() {
        Path file = duckDb.write(
                "SELECT i AS number FROM range(9) t(i)", "COMPRESSION lz4_raw", scratch.resolve("a.parquet"));
        assertThatThrownBy(() -> ParquetProfiles.profile(layoutOf("number"), List.of(file)))
                .isInstanceOf(UnsupportedParquetException.class)
                .hasMessage("Cannot read column number of " + file
                        + ": it is compressed with LZ4_RAW, expected UNCOMPRESSED, SNAPPY, GZIP or ZSTD");
        Path wide = duckDb.write(
                "SELECT i::HUGEINT::DECIMAL(38, 2) AS number FROM range(9) t(i)",
                "COMPRESSION zstd",
                scratch.resolve("b.parquet"));
        assertThatThrownBy(() -> ParquetProfiles.profile(layoutOf("number"), List.of(wide)))
                .isInstanceOf(UnsupportedParquetException.class)
                .hasMessageStartingWith("Cannot read column number: it is stored as FIXED_LEN_BYTE_ARRAY");
    }

    @Test
    void damageIsNoticedAndNeverAnythingButAReadFailure() throws IOException {
        byte[] sound = Files.readAllBytes(resource("gateway"));
        ProfileLayout layout = layout(resource("gateway"));
        SplittableRandom random = new SplittableRandom(11);
        int refused = 0;
        for (int round = 0; round < 800; round++) {
            byte[] broken = round % 4 == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
            if (round % 4 != 0) {
                broken[random.nextInt(sound.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path file = Files.write(scratch.resolve("broken.parquet"), broken);
            try {
                ParquetProfiles.profile(layout, List.of(file));
            } catch (UncheckedIOException | UnsupportedParquetException noticed) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(400);
    }

    private ProfileLayout layout(Path file) {
        TreeSet<String> present = new TreeSet<>();
        try (ParquetFile opened = ParquetFile.open(file)) {
            opened.columns().forEach(column -> present.add(column.name()));
        }
        TableBins.Builder bins = TableBins.builder();
        ColumnTable rows = duckDb.read(
                file,
                NUMBERS.stream().filter(present::contains).toList(),
                TEXTS.stream().filter(present::contains).toList());
        rows.columns().forEach((name, column) -> {
            if (column instanceof NumberColumn numbers) {
                bins.numeric(name, numbers.values());
            } else {
                bins.add(name, new CategoryBins(List.of("w1", "true", "false", "id-7"), List.of("w4")));
            }
        });
        return ProfileLayout.ofFeatures(bins.build());
    }

    private SegmentProfile profileOfRows(Path file) {
        ProfileLayout layout = layout(file);
        List<String> names = layout.names();
        return new ProfileBuilder(layout)
                .add(duckDb.read(
                        file,
                        NUMBERS.stream().filter(names::contains).toList(),
                        TEXTS.stream().filter(names::contains).toList()))
                .build();
    }

    private static ProfileLayout layoutOf(String number) {
        return ProfileLayout.ofFeatures(TableBins.builder()
                .add(number, new NumericBins(List.of(0.0), -40))
                .build());
    }

    private static Set<String> names() {
        TreeSet<String> names = new TreeSet<>(NUMBERS);
        names.addAll(TEXTS);
        return names;
    }

    private static List<String> categories(ProfileLayout layout, String name) {
        return layout.features().columns().get(name) instanceof CategoryBins bins ? bins.categories() : List.of();
    }

    private static Path resource(String name) {
        return Checkout.root().resolve("activities/src/test/resources/parquet/" + name + ".parquet");
    }
}
