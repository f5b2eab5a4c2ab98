/** Profiles of the log's segments: each counted once, kept in the store, and added up by window. */
@NullMarked
package dev.perennial.activities.profiles;

import org.jspecify.annotations.NullMarked;
