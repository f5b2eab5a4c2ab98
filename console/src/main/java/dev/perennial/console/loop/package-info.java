/** The console's side of the workflows: every call bounded in time. */
@NullMarked
package dev.perennial.console.loop;

import org.jspecify.annotations.NullMarked;
