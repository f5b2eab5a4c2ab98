/** Who made a version: keys, and what they sign. */
@NullMarked
package dev.perennial.registry.trust;

import org.jspecify.annotations.NullMarked;
