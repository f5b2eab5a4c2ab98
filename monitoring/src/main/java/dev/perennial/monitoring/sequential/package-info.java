/** Evidence that may be looked at at any time: e-processes and confidence sequences. */
@NullMarked
package dev.perennial.monitoring.sequential;

import org.jspecify.annotations.NullMarked;
