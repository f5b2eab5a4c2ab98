/** What the forms of several peers share: histograms of equal width, counts of values, sorted samples. */
@NullMarked
package dev.perennial.monitoring.compat.sample;

import org.jspecify.annotations.NullMarked;
