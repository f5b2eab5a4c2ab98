/** The verbs of the command line that ask the control API, the gateway or the store. */
@NullMarked
package dev.perennial.cli.verbs;

import org.jspecify.annotations.NullMarked;
