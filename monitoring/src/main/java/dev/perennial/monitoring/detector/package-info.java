/** Sequential detectors: one value at a time, constant memory, no allocation. */
@NullMarked
package dev.perennial.monitoring.detector;

import org.jspecify.annotations.NullMarked;
