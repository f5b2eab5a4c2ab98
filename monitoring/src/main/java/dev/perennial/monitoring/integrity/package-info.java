/** Data integrity: whether the rows of a window are what was declared and what the reference held, and fit to be judged. */
@NullMarked
package dev.perennial.monitoring.integrity;

import org.jspecify.annotations.NullMarked;
