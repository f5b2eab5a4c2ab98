@NullMarked
package dev.perennial.registry.store;

import org.jspecify.annotations.NullMarked;
