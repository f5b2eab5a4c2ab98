@NullMarked
package dev.perennial.console;

import org.jspecify.annotations.NullMarked;
