/** The univariate drift and data quality methods of NannyML 0.13, by their own names and to their own numbers. */
@NullMarked
package dev.perennial.monitoring.compat.nannyml;

import org.jspecify.annotations.NullMarked;
