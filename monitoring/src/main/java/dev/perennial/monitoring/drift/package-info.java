/** Distances between a reference profile and a current one, with their noise. */
@NullMarked
package dev.perennial.monitoring.drift;

import org.jspecify.annotations.NullMarked;
