/** What profiles cost: cells, rows, merges and sliding windows. */
@NullMarked
package dev.perennial.benchmarks.profiles;

import org.jspecify.annotations.NullMarked;
