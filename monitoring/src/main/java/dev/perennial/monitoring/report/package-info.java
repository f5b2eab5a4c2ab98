/** What a window's report shows of the statistics beside their results: the counts behind its charts. */
@NullMarked
package dev.perennial.monitoring.report;

import org.jspecify.annotations.NullMarked;
