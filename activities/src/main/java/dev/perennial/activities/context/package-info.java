/** What every activity shares: the stores, the readers, heartbeats and the translation of failures. */
@NullMarked
package dev.perennial.activities.context;

import org.jspecify.annotations.NullMarked;
