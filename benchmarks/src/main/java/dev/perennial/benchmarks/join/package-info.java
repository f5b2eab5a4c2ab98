/** What joining predictions and labels costs beside DuckDB asked by hand. */
@NullMarked
package dev.perennial.benchmarks.join;

import org.jspecify.annotations.NullMarked;
