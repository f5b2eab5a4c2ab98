/** The batch distances of Frouros 0.9, by their own names and to their own numbers. */
@NullMarked
package dev.perennial.monitoring.compat.frouros;

import org.jspecify.annotations.NullMarked;
