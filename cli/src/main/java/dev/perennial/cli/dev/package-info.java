/** All processes of an environment on one machine: started, watched, restarted and stopped together. */
@NullMarked
package dev.perennial.cli.dev;

import org.jspecify.annotations.NullMarked;
