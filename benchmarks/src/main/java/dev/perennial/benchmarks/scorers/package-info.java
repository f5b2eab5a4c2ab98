/** The compiled scorers beside the library that trained them: time a row, and the same scores. */
@NullMarked
package dev.perennial.benchmarks.scorers;

import org.jspecify.annotations.NullMarked;
