/** A small learner for questions that the statistics ask of rows: boosted trees over binned columns. */
@NullMarked
package dev.perennial.monitoring.learn;

import org.jspecify.annotations.NullMarked;
