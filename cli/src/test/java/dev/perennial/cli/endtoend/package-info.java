/** The whole loop as processes, under faults. */
@NullMarked
package dev.perennial.cli.endtoend;

import org.jspecify.annotations.NullMarked;
