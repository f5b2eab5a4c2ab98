/** What every command of the program shares: where it runs and how it ends. */
@NullMarked
package dev.perennial.cli.shell;

import org.jspecify.annotations.NullMarked;
