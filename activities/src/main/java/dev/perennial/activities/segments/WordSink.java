package dev.perennial.activities.segments;

/** Takes the texts of a column chunk as codes into a growing list of words. */
interface WordSink {
    /** The code of a row without a value. */
    int MISSING = -1;

    /** Codes of the next rows, in their order; the array is used again. */
    void codes(int[] batch, int rows, Words words);

    /** The words are about to be forgotten: codes that come later point into a new list. */
    void forget(Words words);
}
