/** The detectors that MOA and we both have. */
@NullMarked
package dev.perennial.benchmarks.moa;

import org.jspecify.annotations.NullMarked;
