/** The review queue. */
@NullMarked
package dev.perennial.console.reviews;

import org.jspecify.annotations.NullMarked;
