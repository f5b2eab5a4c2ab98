/** What alerts write to the log. */
@NullMarked
package dev.perennial.activities.alert;

import org.jspecify.annotations.NullMarked;
