/** Alerts: which are open, how they went, and what people say to them. */
@NullMarked
package dev.perennial.console.alerts;

import org.jspecify.annotations.NullMarked;
