/** The tests and presets of Evidently 0.7, by their own names and to their own numbers. */
@NullMarked
package dev.perennial.monitoring.compat.evidently;

import org.jspecify.annotations.NullMarked;
