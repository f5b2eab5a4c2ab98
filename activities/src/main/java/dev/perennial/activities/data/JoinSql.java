package dev.perennial.activities.data;

import java.nio.file.Path;
import java.util.Collection;

/**
 * The log's relations over local files. Which of several rows of one prediction stands is a total order over their
 * contents, so that neither the order of files nor the number of threads has a say: of predictions the first received, of
 * labels the highest revision, then the one known last, then the one received last.
 */
final class JoinSql {
    /* Gives every column a type even where no file of a window has it: NULLs of an absent feature, no labels at all. */
    static final String PREDICTION_COLUMNS = "NULL::VARCHAR AS _prediction_id,"
            + " NULL::TIMESTAMPTZ AS _event_time, NULL::TIMESTAMPTZ AS _received_at, NULL::INTEGER AS _version,"
            + " NULL::VARCHAR AS _arm, NULL::VARCHAR AS _entity, NULL::DOUBLE AS _score,"
            + " NULL::INTEGER AS _paired_version, NULL::DOUBLE AS _paired_score, NULL::INTEGER AS _latency_us,"
            + " NULL::VARCHAR AS _error";
    private static final String LABEL_COLUMNS = "NULL::VARCHAR AS _prediction_id, NULL::TIMESTAMPTZ AS _event_time,"
            + " NULL::DOUBLE AS _label, NULL::TIMESTAMPTZ AS _labelled_at, NULL::TIMESTAMPTZ AS _received_at,"
            + " NULL::VARCHAR AS _source, NULL::VARCHAR AS _kind, NULL::VARCHAR AS _class,"
            + " NULL::BIGINT AS _revision";

    /** Which of the labels of a prediction stands. */
    static final String STANDING =
            "row_number() OVER (PARTITION BY _prediction_id ORDER BY coalesce(_revision, 0) DESC,"
                    + " _labelled_at DESC, _received_at DESC, _label DESC, _class DESC) = 1";

    private JoinSql() {}

    /** All rows of the files of predictions. */
    static String predictions(Collection<Path> files) {
        return all(PREDICTION_COLUMNS, files);
    }

    /** All rows of the files of labels. */
    static String labels(Collection<Path> files) {
        return all(LABEL_COLUMNS, files);
    }

    /**
     * Every prediction of the relation once. Rows that are equal in all of the platform's columns differ in features only
     * if somebody made them so.
     */
    static String once(String predictions) {
        return once(predictions, "");
    }

    private static String once(String predictions, String last) {
        return "SELECT * FROM (" + predictions
                + ") AS row QUALIFY row_number() OVER (PARTITION BY _prediction_id ORDER BY"
                + " _received_at, _version, _score, _arm, _latency_us, _event_time, _entity, _error" + last + ") = 1";
    }

    /** The same to the last feature, whatever the rows are. */
    static String onceExactly(String predictions) {
        return once(predictions, ", row::VARCHAR");
    }

    /** The label that stands for each prediction: its id, the label or class, and when it was known. */
    static String standing(String labels) {
        return "SELECT _prediction_id, _label, _labelled_at, _class FROM (" + labels + ") QUALIFY " + STANDING;
    }

    /** Every prediction once, with the label that stands. */
    static String joined(String predictions, String labels) {
        return joinedOf(once(predictions), standing(labels));
    }

    /** The same to the last feature, whatever the rows are. */
    static String joinedExactly(String predictions, String labels) {
        return joinedOf(onceExactly(predictions), standing(labels));
    }

    /** The same of predictions and labels that are known to be one each: a third of the work. */
    static String joinedOfUnique(String predictions, String labels) {
        return joinedOf(predictions, "SELECT _prediction_id, _label, _labelled_at, _class FROM (" + labels + ")");
    }

    /** Whether no prediction has two rows. */
    static String unique(String relation) {
        return "SELECT count(*) = count(DISTINCT _prediction_id) FROM (" + relation + ")";
    }

    private static String joinedOf(String predictions, String labels) {
        return "SELECT p.*, l._label, l._labelled_at, l._class FROM (" + predictions + ") p LEFT JOIN (" + labels
                + ") l USING (_prediction_id)";
    }

    private static String all(String columns, Collection<Path> files) {
        return "SELECT " + columns + " WHERE false"
                + (files.isEmpty() ? "" : " UNION ALL BY NAME SELECT * FROM " + Sql.parquet(files));
    }
}
