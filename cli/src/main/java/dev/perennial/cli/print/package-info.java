/** How answers look to people and to programs. */
@NullMarked
package dev.perennial.cli.print;

import org.jspecify.annotations.NullMarked;
