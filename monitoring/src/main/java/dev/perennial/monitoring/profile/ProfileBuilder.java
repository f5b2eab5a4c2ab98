package dev.perennial.monitoring.profile;

import dev.perennial.monitoring.table.CategoryColumn;
import dev.perennial.monitoring.table.Column;
import dev.perennial.monitoring.table.ColumnTable;
import dev.perennial.monitoring.table.NumberColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts rows into one {@link SegmentProfile}: whole tables, batches of single columns, and finished profiles. Not
 * thread-safe; several threads take one builder each and add what they built.
 *
 * <p>A reader that goes column by column announces rows with {@link #rows} and then gives each feature, by its code in
 * {@link ProfileLayout#names}, as many of them in any number of batches; {@link #build} refuses a feature that was given
 * fewer or more.
 */
public final class ProfileBuilder {
    private final ProfileLayout layout;
    private final List<String> names;
    private final NumberCounter[] numbers;
    private final CategoryCounter[] categories;
    private final NumberCounter scores;
    private final List<AnswerCounts.Counter> answers = new ArrayList<>();
    private final List<OutcomeCounter> slices = new ArrayList<>();
    private long rows;

    /** A builder that has counted nothing. */
    public ProfileBuilder(ProfileLayout layout) {
        this.layout = layout;
        names = layout.names();
        numbers = new NumberCounter[names.size()];
        categories = new CategoryCounter[names.size()];
        for (int feature = 0; feature < names.size(); feature++) {
            ColumnBins bins = layout.features().columns().get(names.get(feature));
            if (bins instanceof NumericBins numeric) {
                numbers[feature] = new NumberCounter(numeric);
            } else if (bins instanceof CategoryBins category) {
                categories[feature] = new CategoryCounter(category);
            }
        }
        scores = new NumberCounter(layout.score());
        CutPoints cuts = new CutPoints(layout.score());
        layout.arms().forEach(arm -> answers.add(new AnswerCounts.Counter(layout.score(), cuts)));
        layout.slices().forEach(slice -> slices.add(new OutcomeCounter()));
    }

    /** Announces more rows. */
    public ProfileBuilder rows(long more) {
        rows = Math.addExact(rows, more);
        return this;
    }

    /** Whether a feature holds numbers; one that does not holds categories. */
    public boolean holdsNumbers(int feature) {
        return layout.features().columns().get(names.get(feature)) instanceof NumericBins;
    }

    /** Values of a numeric feature; NaN is missing. */
    public void numbers(int feature, double[] values, int from, int to) {
        number(feature).add(values, from, to);
    }

    /** One value that so many rows of a numeric feature have; NaN is missing. */
    public void number(int feature, double value, long times) {
        number(feature).add(value, times);
    }

    /** Rows of a numeric feature whose value is not a number. */
    public void invalid(int feature, long times) {
        number(feature).addInvalid(times);
    }

    /** One category that so many rows of a categorical feature have. */
    public void category(int feature, String category, long times) {
        category(feature).add(category, times);
    }

    /** Rows of a feature without a value. */
    public void missing(int feature, long times) {
        if (holdsNumbers(feature)) {
            number(feature).addMissing(times);
        } else {
            category(feature).addMissing(times);
        }
    }

    /** Rows of a segment that lacks the feature. */
    public void absent(int feature, long times) {
        if (holdsNumbers(feature)) {
            number(feature).addAbsent(times);
        } else {
            category(feature).addAbsent(times);
        }
    }

    /** The model's scores of some of the rows; NaN is none. */
    public void scores(double[] values, int from, int to) {
        scores.add(values, from, to);
    }

    /** One answer of an arm; NaN is no score and no label. */
    public void answer(int arm, double score, double label) {
        answers.get(arm).add(score, label);
    }

    /** One row of a declared slice, with the answer that it was given. */
    public void slice(int slice, double score, double label) {
        slices.get(slice).add(score, label);
    }

    /** Rows of a declared slice without a look at their answers. */
    public void slice(int slice, long times) {
        slices.get(slice).addRows(times);
    }

    /** Counts all rows of a table; columns that the layout has not are left out, features that the table lacks are absent. */
    public ProfileBuilder add(ColumnTable table) {
        rows(table.rows());
        for (int feature = 0; feature < names.size(); feature++) {
            Column column = table.columns().get(names.get(feature));
            if (column == null) {
                absent(feature, table.rows());
            } else if (column instanceof NumberColumn values) {
                numbers(feature, values.values(), 0, table.rows());
            } else if (column instanceof CategoryColumn values) {
                add(feature, values);
            }
        }
        return this;
    }

    private void add(int feature, CategoryColumn column) {
        long[] counts = new long[column.dictionary().size() + 1];
        for (int code : column.codes()) {
            counts[code + 1]++;
        }
        missing(feature, counts[0]);
        for (int code = 0; code < counts.length - 1; code++) {
            category(feature, column.dictionary().get(code), counts[code + 1]);
        }
    }

    /** Adds a finished profile of the same layout. */
    public ProfileBuilder add(SegmentProfile part) {
        if (!counts(part)) {
            throw new IllegalArgumentException("Cannot add profiles: their layouts differ");
        }
        rows(part.rows());
        int feature = 0;
        for (ColumnCounts counts : part.features().values()) {
            if (counts instanceof NumberCounts added) {
                number(feature++).add(added);
            } else if (counts instanceof CategoryCounts added) {
                category(feature++).add(added);
            }
        }
        scores.add(part.scores());
        for (int arm = 0; arm < answers.size(); arm++) {
            answers.get(arm).add(part.answers().get(arm));
        }
        for (int slice = 0; slice < slices.size(); slice++) {
            part.slices().get(slice).addTo(slices.get(slice));
        }
        return this;
    }

    @SuppressWarnings(
            "ReferenceEquality") // Parts of one codec share its layout, and comparing cut by cut costs a merge.
    private boolean counts(SegmentProfile part) {
        return part.layout() == layout || part.layout().equals(layout);
    }

    /** The profile of everything counted so far; the builder goes on from there. */
    public SegmentProfile build() {
        Map<String, ColumnCounts> features = new LinkedHashMap<>();
        for (int feature = 0; feature < names.size(); feature++) {
            ColumnCounts counts = holdsNumbers(feature) ? numbers[feature].freeze() : categories[feature].freeze();
            if (counts.rows() != rows) {
                throw new IllegalArgumentException("Invalid profile: feature " + names.get(feature) + " was given "
                        + counts.rows() + " rows, " + rows + " were announced");
            }
            features.put(names.get(feature), counts);
        }
        return new SegmentProfile(
                layout,
                rows,
                features,
                scores.freeze(),
                answers.stream().map(AnswerCounts.Counter::freeze).toList(),
                slices.stream().map(OutcomeCounter::freeze).toList());
    }

    private NumberCounter number(int feature) {
        NumberCounter counter = numbers[feature];
        if (counter == null) {
            throw new IllegalArgumentException(
                    "Invalid column: " + names.get(feature) + " is not numeric in the reference");
        }
        return counter;
    }

    private CategoryCounter category(int feature) {
        CategoryCounter counter = categories[feature];
        if (counter == null) {
            throw new IllegalArgumentException(
                    "Invalid column: " + names.get(feature) + " is not a category in the reference");
        }
        return counter;
    }
}
