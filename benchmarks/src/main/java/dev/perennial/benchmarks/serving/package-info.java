/** The gateway beside the bare HTTP server under it, in one run. */
@NullMarked
package dev.perennial.benchmarks.serving;

import org.jspecify.annotations.NullMarked;
