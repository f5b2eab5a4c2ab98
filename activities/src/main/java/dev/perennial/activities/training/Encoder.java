package dev.perennial.activities.training;

import dev.perennial.scoring.FeatureTable;

/** How an algorithm wants a row of a table, as numbers with names; fixed by the rows it was trained on. */
interface Encoder {

    /** Adds the row's numbers to the buffer. */
    void encode(FeatureTable table, int row, ExampleBuffer into);
}
