/** Drift of all columns together, where each alone may look unchanged. */
@NullMarked
package dev.perennial.monitoring.joint;

import org.jspecify.annotations.NullMarked;
