/** Patterns in time: a window's metric or volume beside windows of its own season. */
@NullMarked
package dev.perennial.monitoring.pattern;

import org.jspecify.annotations.NullMarked;
