/** Commands that are one process of an environment each: worker, gateway, control API. */
@NullMarked
package dev.perennial.cli.process;

import org.jspecify.annotations.NullMarked;
