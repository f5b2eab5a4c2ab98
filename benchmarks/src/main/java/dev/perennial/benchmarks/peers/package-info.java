/** Peers of other languages beside ours, over the same files. */
@NullMarked
package dev.perennial.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
