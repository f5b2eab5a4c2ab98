/** Tests and intervals for two models on the same rows, and for proportions. */
@NullMarked
package dev.perennial.monitoring.paired;

import org.jspecify.annotations.NullMarked;
