/** Alerts: what raises them, how they are followed, and how they end. */
@NullMarked
package dev.perennial.workflows.alert;

import org.jspecify.annotations.NullMarked;
