package dev.perennial.activities.data;

/**
 * What the columns of a file that is imported are called.
 *
 * @param id the rows' own ids
 * @param time the event time of the prediction
 * @param score the prediction, in a file of predictions
 * @param label the truth, in a file of labels
 */
public record ImportColumns(String id, String time, String score, String label) {}
