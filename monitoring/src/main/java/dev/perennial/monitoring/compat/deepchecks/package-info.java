/** The drift scores of Deepchecks 0.18, by their own names and to their own numbers. */
@NullMarked
package dev.perennial.monitoring.compat.deepchecks;

import org.jspecify.annotations.NullMarked;
