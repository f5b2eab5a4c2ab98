/** The rollout under way, the rollback, and the hold it leaves. */
@NullMarked
package dev.perennial.console.rollouts;

import org.jspecify.annotations.NullMarked;
