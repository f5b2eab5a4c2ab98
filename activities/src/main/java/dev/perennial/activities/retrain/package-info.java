/** The work of a retraining run. */
@NullMarked
package dev.perennial.activities.retrain;

import org.jspecify.annotations.NullMarked;
