package dev.perennial.activities.segments;

/** Takes the numbers of a column chunk. A row without a value is NaN. */
interface NumberSink {
    /** Values of the next rows, in their order; the array is used again. */
    void values(double[] batch, int rows);

    /** A value that so many rows have, in no order. */
    void repeated(double value, long times);

    /** How the sink wants values that are stored by dictionary. */
    Order order();

    /** Whether the order of rows matters. */
    enum Order {
        BY_ROW,
        ANY
    }
}
