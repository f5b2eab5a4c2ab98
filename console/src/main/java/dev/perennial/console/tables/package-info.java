/** Tables that people bring. */
@NullMarked
package dev.perennial.console.tables;

import org.jspecify.annotations.NullMarked;
