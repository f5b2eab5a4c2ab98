/** The work of a look at a window. */
@NullMarked
package dev.perennial.activities.monitor;

import org.jspecify.annotations.NullMarked;
