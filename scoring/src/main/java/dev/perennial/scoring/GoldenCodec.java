package dev.perennial.scoring;

import org.jspecify.annotations.Nullable;

/** The golden section: a count of rows, each column of the schema in turn, then the scores of each row. */
final class GoldenCodec {

    static final int MOST_ROWS = 100_000;

    private GoldenCodec() {}

    static void write(ModelEncoder out, GoldenSample sample) {
        FeatureTable rows = sample.rows();
        if (rows.rows() > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "Invalid golden sample: " + rows.rows() + " rows, at most " + MOST_ROWS + " are allowed");
        }
        out.i32(rows.rows());
        for (int column = 0; column < rows.schema().size(); column++) {
            if (rows.schema().holdsNumbers(column)) {
                for (double number : rows.numbers(column)) {
                    out.f64(number);
                }
            } else {
                for (String category : rows.categories(column)) {
                    write(out, category);
                }
            }
        }
        for (double score : sample.scores()) {
            out.f64(score);
        }
    }

    private static void write(ModelEncoder out, @Nullable String category) {
        if (category == null) {
            out.i32(-1);
        } else {
            out.text(category);
        }
    }

    static GoldenSample read(ModelDecoder in, CompiledModel model) {
        FeatureSchema schema = model.schema();
        int width = model.outputs().count();
        int rows = in.count("golden rows", MOST_ROWS, 8 * width + 4 * schema.size());
        Object[] columns = new Object[schema.size()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = schema.holdsNumbers(column) ? numbers(in, rows) : categories(in, rows);
        }
        double[] scores = new double[rows * width];
        for (int index = 0; index < scores.length; index++) {
            scores[index] = in.f64("golden score");
        }
        try {
            return new GoldenSample(FeatureTable.of(schema, columns), model.outputs(), scores);
        } catch (IllegalArgumentException refused) {
            throw in.invalid(refused);
        }
    }

    private static double[] numbers(ModelDecoder in, int rows) {
        double[] numbers = new double[rows];
        for (int row = 0; row < rows; row++) {
            numbers[row] = in.cell("golden number");
        }
        return numbers;
    }

    private static @Nullable String[] categories(ModelDecoder in, int rows) {
        String[] categories = new String[rows];
        for (int row = 0; row < rows; row++) {
            categories[row] = in.nullableText("golden category");
        }
        return categories;
    }
}
