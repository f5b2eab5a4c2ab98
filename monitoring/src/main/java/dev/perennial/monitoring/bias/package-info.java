/** Whether a model decides, and errs, alike for the groups of a sensitive column. */
@NullMarked
package dev.perennial.monitoring.bias;

import org.jspecify.annotations.NullMarked;
