@NullMarked
package dev.perennial.registry.log;

import org.jspecify.annotations.NullMarked;
