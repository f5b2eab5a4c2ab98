/** Rows of a window by column, as the row-wise statistics read them. */
@NullMarked
package dev.perennial.monitoring.table;

import org.jspecify.annotations.NullMarked;
