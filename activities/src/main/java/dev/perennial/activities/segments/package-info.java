/** Parquet files read column by column into primitive arrays, and the profiles counted from them. */
@NullMarked
package dev.perennial.activities.segments;

import org.jspecify.annotations.NullMarked;
