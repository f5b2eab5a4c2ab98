package dev.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.monitoring.BadInput.Ending;
import dev.perennial.monitoring.BadInput.Seen;
import dev.perennial.monitoring.decision.WindowVerdict;
import dev.perennial.monitoring.drift.ColumnDrift;
import dev.perennial.monitoring.integrity.IntegrityFinding;
import dev.perennial.monitoring.integrity.ValueFinding;
import dev.perennial.monitoring.integrity.WindowFacts;
import dev.perennial.monitoring.performance.LabelMaturity;
import dev.perennial.monitoring.table.ColumnTable;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Bad input, rows 1 to 8 of its table: too few rows, and columns whose values are not what they were. */
final class BadColumns {
    static final int N = 600;
    static final Rows CLEAN = new Rows(1, 3000);
    static final Looked.Reference REFERENCE = Looked.Reference.of(CLEAN.table(), CLEAN.times);

    private final List<BadInput> cases = new ArrayList<>();

    private BadColumns() {}

    static List<BadInput> cases() {
        BadColumns columns = new BadColumns();
        columns.fewRows();
        columns.missing();
        columns.extremes();
        columns.constants();
        columns.ties();
        columns.categories();
        columns.types();
        columns.schema();
        return columns.cases;
    }

    private void fewRows() {
        for (int rows : new int[] {0, 1, 49}) {
            add(1, rows + " rows", Ending.NOT_EVALUABLE, () -> window(new Rows(3, rows)));
        }
        add(1, "enough clean rows", Ending.OK, () -> window(new Rows(4, N)));
        add(1, "no rows where there always were some", Ending.DRIFT, () -> {
            Rows none = new Rows(3, 0);
            return seen(REFERENCE.at(
                    none.table(), none.times, WindowFacts.none().withVolumes(List.of(900L, 950L, 1010L, 980L))));
        });
        add(1, "no rows, as the window's verdict", Ending.NOT_EVALUABLE, () -> {
            Rows none = new Rows(3, 0);
            WindowVerdict verdict = BadLabels.verdict(
                    REFERENCE.at(none.table(), none.times).drift(), new double[0], LabelMaturity.complete(0));
            assertThat(verdict.word()).isEqualTo(WindowVerdict.Word.SILENCE);
            assertThat(verdict.action()).isEqualTo(WindowVerdict.Action.ALERT);
            assertThat(verdict.because()).isEqualTo("no row arrived in the window");
            return Seen.of(Ending.NOT_EVALUABLE, verdict);
        });
    }

    private void missing() {
        add(2, "every value missing", Ending.NOT_EVALUABLE, () -> {
            Rows rows = new Rows(5, N).numbers(value -> Double.NaN);
            Looked looked = REFERENCE.at(rows.table(), rows.times);
            assertThat(looked.integrity().findings()).anyMatch(ValueFinding.MissingChanged.class::isInstance);
            return Seen.of(looked.integrity().stateOf("x"), looked.integrity(), looked.drift());
        });
        add(2, "half of the values missing", Ending.DRIFT, () -> {
            Rows rows = new Rows(5, N);
            return window(rows.numbersByRow(row -> row % 2 == 0 ? Double.NaN : rows.x[row]));
        });
        add(2, "missing only in the reference", Ending.REFUSED, () -> {
            Rows empty = new Rows(2, N).numbers(value -> Double.NaN);
            return Seen.refused(
                    () -> Looked.Reference.of(empty.table(), empty.times),
                    "Invalid reference: x: every value is missing");
        });
    }

    private void extremes() {
        for (double value : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            add(3, value + " in one row", Ending.QUARANTINED, () -> spoilt(value));
        }
        for (double value :
                new double[] {1e308, -1e308, Double.MAX_VALUE, -0.0, Double.MIN_VALUE, Double.MIN_NORMAL, 0x1p53}) {
            add(3, value + " in one row", Ending.OK, () -> spoilt(value));
            add(3, value + " everywhere", Ending.DRIFT, () -> window(new Rows(6, N).numbers(x -> value)));
        }
        List<DoubleUnaryOperator> whole = List.of(
                x -> x > 50 ? Double.MAX_VALUE : -Double.MAX_VALUE,
                x -> x * 1e306,
                x -> x * Double.MIN_VALUE,
                x -> x > 50 ? -0.0 : 0.0,
                x -> 0x1p53 + Math.rint(x));
        for (int i = 0; i < whole.size(); i++) {
            DoubleUnaryOperator change = whole.get(i);
            add(3, "both sides extreme, " + i, Ending.OK, () -> {
                Rows before = new Rows(1, 3000).numbers(change);
                Rows after = new Rows(4, N).numbers(change);
                return seen(Looked.Reference.of(before.table(), before.times).at(after.table(), after.times));
            });
        }
    }

    private void constants() {
        add(4, "constant in both", Ending.OK, () -> {
            Looked looked = REFERENCE.at(new Rows(7, N).table(), new Rows(7, N).times);
            return Seen.of(looked.integrity().stateOf("fixed"), looked.integrity(), looked.drift());
        });
        add(4, "becomes constant", Ending.DRIFT, () -> window(new Rows(7, N).numbers(x -> 50)));
        add(4, "stops being constant", Ending.DRIFT, () -> {
            Rows rows = new Rows(7, N);
            rows.fixed[0] = 8;
            return window(rows);
        });
    }

    /* The measures of columns with ties are those of their bins: a rank test would be blind or wrong on them. */
    private void ties() {
        List<String> names = List.of("99 % zeros", "three values", "all ties");
        List<DoubleUnaryOperator> values = List.of(u -> u < 0.99 ? 0 : u, u -> Math.floor(3 * u * u), u -> 4.0);
        for (int i = 0; i < names.size(); i++) {
            DoubleUnaryOperator value = values.get(i);
            add(5, names.get(i) + ", nothing changed", Ending.OK, () -> {
                Looked looked = tied(value, value);
                assertThat(looked.drift().columns())
                        .filteredOn(column -> column.column().equals("x"))
                        .singleElement()
                        .isInstanceOf(ColumnDrift.Stable.class)
                        .asString()
                        .doesNotContain("KOLMOGOROV_SMIRNOV");
                return seen(looked);
            });
        }
        add(
                5,
                "90 % zeros where 99 % were",
                Ending.DRIFT,
                () -> seen(tied(u -> u < 0.99 ? 0 : u, u -> u < 0.9 ? 0 : u)));
    }

    private static Looked tied(DoubleUnaryOperator before, DoubleUnaryOperator after) {
        SplittableRandom random = new SplittableRandom(41);
        Rows reference = new Rows(1, 3000).numbers(x -> before.applyAsDouble(random.nextDouble()));
        Rows current = new Rows(4, N).numbers(x -> after.applyAsDouble(random.nextDouble()));
        return Looked.Reference.of(reference.table(), reference.times).at(current.table(), current.times);
    }

    private void categories() {
        for (String name : new String[] {
            "omega",
            "other",
            "missing",
            "null",
            "NaN",
            "",
            "\u0000",
            "\u202e=cmd()",
            "\ud83d",
            "x" + "\ud83d\ude00".repeat(80)
        }) {
            add(6, "an unseen category " + escaped(name), Ending.DRIFT, () -> {
                Rows rows = new Rows(8, N);
                Arrays.fill(rows.category, 0, 60, name);
                return window(rows);
            });
        }
        add(6, "ten thousand new categories", Ending.DRIFT, () -> {
            Rows rows = new Rows(8, 20_000);
            for (int row = 0; row < 10_000; row++) {
                rows.category[row] = "new " + row;
            }
            Looked looked = REFERENCE.at(rows.table(), rows.times);
            assertThat(looked.toString()).hasSizeLessThan(20_000);
            return seen(looked);
        });
        List<UnaryOperator<String>> spellings = List.of(
                word -> word.toUpperCase(Locale.ROOT),
                word -> word + " ",
                word -> "\u00a0" + word,
                word -> Normalizer.normalize(word, Normalizer.Form.NFD));
        for (int i = 0; i < spellings.size(); i++) {
            UnaryOperator<String> spelling = spellings.get(i);
            add(6, "categories in another spelling, " + i, Ending.DRIFT, () -> {
                Rows rows = new Rows(9, N).words(spelling);
                Looked looked = REFERENCE.at(rows.table(), rows.times);
                assertThat(looked.integrity().findings()).anyMatch(ValueFinding.CategoriesRespelt.class::isInstance);
                return seen(looked);
            });
        }
    }

    private static String escaped(String name) {
        StringBuilder text = new StringBuilder("\"");
        name.chars().forEach(unit -> text.append(unit > 31 && unit < 127 ? Character.toString(unit) : "#" + unit));
        return text.append('"').toString();
    }

    private void types() {
        add(7, "numbers as text", Ending.QUARANTINED, () -> {
            Rows rows = new Rows(10, N);
            return seen(REFERENCE.at(rows.tableOfText(text -> text), rows.times));
        });
        add(7, "decimal comma", Ending.QUARANTINED, () -> {
            Rows rows = new Rows(10, N);
            return seen(REFERENCE.at(rows.tableOfText(text -> text.replace('.', ',')), rows.times));
        });
        add(7, "unit ×1000", Ending.DRIFT, () -> scaled(new Rows(10, N).numbers(x -> 1000 * x)));
        add(
                7,
                "epoch seconds to milliseconds",
                Ending.DRIFT,
                () -> scaled(new Rows(10, N).stamps(seconds -> 1000 * seconds)));
    }

    private void schema() {
        add(8, "a column missing", Ending.QUARANTINED, () -> {
            Rows rows = new Rows(11, N);
            return seen(REFERENCE.at(without(rows.table(), "x").build(), rows.times));
        });
        add(8, "a column added", Ending.OK, () -> {
            Rows rows = new Rows(11, N);
            return seen(REFERENCE.at(
                    without(rows.table(), "").numbers("=cmd()", rows.x.clone()).build(), rows.times));
        });
        add(
                8,
                "a column twice",
                Ending.REFUSED,
                () -> Seen.refused(
                        () -> ColumnTable.builder(1).numbers("x", new double[1]).numbers("x", new double[1]),
                        "Invalid column: x is given twice"));
        add(8, "columns in another order", Ending.OK, () -> {
            Rows rows = new Rows(11, N);
            return seen(
                    REFERENCE.at(without(rows.table(), "x").numbers("x", rows.x).build(), rows.times));
        });
    }

    private void add(int row, String input, Ending expected, Supplier<Seen> look) {
        cases.add(new BadInput(row, input, expected, look));
    }

    static Seen seen(Looked looked) {
        return Seen.of(looked.state(), looked.integrity(), looked.drift());
    }

    static Seen window(Rows rows) {
        return seen(REFERENCE.at(rows.table(), rows.times));
    }

    private static Seen spoilt(double value) {
        Rows rows = new Rows(6, N);
        rows.x[17] = value;
        return window(rows);
    }

    private static Seen scaled(Rows rows) {
        Looked looked = REFERENCE.at(rows.table(), rows.times);
        assertThat(looked.integrity().findings())
                .filteredOn(ValueFinding.ScaleChanged.class::isInstance)
                .extracting(IntegrityFinding::hint)
                .singleElement()
                .asString()
                .startsWith("scale ×1000");
        return seen(looked);
    }

    private static ColumnTable.Builder without(ColumnTable table, String name) {
        ColumnTable.Builder builder = ColumnTable.builder(table.rows());
        table.columns().forEach((other, column) -> {
            if (!other.equals(name)) {
                builder.add(other, column);
            }
        });
        return builder;
    }
}
