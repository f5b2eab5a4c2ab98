/** Why a window differs from its reference, before anything is done about it. */
@NullMarked
package dev.perennial.monitoring.cause;

import org.jspecify.annotations.NullMarked;
