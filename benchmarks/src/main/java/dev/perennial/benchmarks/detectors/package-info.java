/** The sequential detectors beside MOA's: time a value, and the same alarms. */
@NullMarked
package dev.perennial.benchmarks.detectors;

import org.jspecify.annotations.NullMarked;
