/** The domain timeline as the API shows it. */
@NullMarked
package dev.perennial.console.timeline;

import org.jspecify.annotations.NullMarked;
