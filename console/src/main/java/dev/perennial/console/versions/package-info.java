/** Registered versions and who was champion when. */
@NullMarked
package dev.perennial.console.versions;

import org.jspecify.annotations.NullMarked;
