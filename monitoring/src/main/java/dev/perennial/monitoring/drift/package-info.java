/** Whether the columns of a window changed against the reference: size, noise and multiplicity together. */
@NullMarked
package dev.perennial.monitoring.drift;

import org.jspecify.annotations.NullMarked;
