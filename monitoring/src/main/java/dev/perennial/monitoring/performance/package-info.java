/** Realised performance of a classifier on labelled rows, with intervals. */
@NullMarked
package dev.perennial.monitoring.performance;

import org.jspecify.annotations.NullMarked;
