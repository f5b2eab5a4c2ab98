@NullMarked
package dev.perennial.registry.spec;

import org.jspecify.annotations.NullMarked;
