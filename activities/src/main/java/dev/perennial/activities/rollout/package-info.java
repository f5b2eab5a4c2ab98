/** What a rollout reads and writes. */
@NullMarked
package dev.perennial.activities.rollout;

import org.jspecify.annotations.NullMarked;
