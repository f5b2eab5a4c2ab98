/** Distances between a reference sample and a current one, read from merged counts or from the values themselves. */
@NullMarked
package dev.perennial.monitoring.distance;

import org.jspecify.annotations.NullMarked;
