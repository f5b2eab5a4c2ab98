/** The upkeep of the logs in the engine's terms, and the record of what is gone. */
@NullMarked
package dev.perennial.activities.upkeep;

import org.jspecify.annotations.NullMarked;
