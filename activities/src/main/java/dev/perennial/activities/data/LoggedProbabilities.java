package dev.perennial.activities.data;

/** The names of the log's columns of what was said of classes. */
final class LoggedProbabilities {
    private LoggedProbabilities() {}

    /** The column of a class's probability. */
    static String column(String word) {
        return "_p_" + word;
    }

    /** The same of the version that scored the row beside the answer. */
    static String pairedColumn(String word) {
        return "_paired_p_" + word;
    }
}
