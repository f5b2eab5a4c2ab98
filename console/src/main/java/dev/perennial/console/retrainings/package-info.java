/** Retraining runs. */
@NullMarked
package dev.perennial.console.retrainings;

import org.jspecify.annotations.NullMarked;
