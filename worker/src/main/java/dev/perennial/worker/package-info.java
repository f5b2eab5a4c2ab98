@NullMarked
package dev.perennial.worker;

import org.jspecify.annotations.NullMarked;
