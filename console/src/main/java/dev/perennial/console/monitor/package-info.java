/** Monitoring: the schedule, single windows and their reports. */
@NullMarked
package dev.perennial.console.monitor;

import org.jspecify.annotations.NullMarked;
