/** What is right and what is wrong in the judgements of peers and ours, on data with a known answer. */
@NullMarked
package dev.perennial.benchmarks.judgement;

import org.jspecify.annotations.NullMarked;
