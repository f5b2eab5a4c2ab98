@NullMarked
package dev.perennial.testing;

import org.jspecify.annotations.NullMarked;
