/** What to do about a window, a candidate or a canary, as pure functions of evidence. */
@NullMarked
package dev.perennial.monitoring.decision;

import org.jspecify.annotations.NullMarked;
