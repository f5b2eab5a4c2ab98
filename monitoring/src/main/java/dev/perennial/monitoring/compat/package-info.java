/**
 * The forms of other products, by their names and to their numbers, for those who compare or migrate; never what our own
 * decisions rest on.
 */
@NullMarked
package dev.perennial.monitoring.compat;

import org.jspecify.annotations.NullMarked;
