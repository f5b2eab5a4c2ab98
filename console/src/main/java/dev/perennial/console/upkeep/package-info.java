/** Upkeep of a model's log by hand. */
@NullMarked
package dev.perennial.console.upkeep;

import org.jspecify.annotations.NullMarked;
