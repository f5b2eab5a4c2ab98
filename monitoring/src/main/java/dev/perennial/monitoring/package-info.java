@NullMarked
package dev.perennial.monitoring;

import org.jspecify.annotations.NullMarked;
