/** The control API: the one place that talks to Temporal and the registry for people and scripts. */
@NullMarked
package dev.perennial.console;

import org.jspecify.annotations.NullMarked;
