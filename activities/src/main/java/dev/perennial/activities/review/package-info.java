/** What a review writes to the log. */
@NullMarked
package dev.perennial.activities.review;

import org.jspecify.annotations.NullMarked;
