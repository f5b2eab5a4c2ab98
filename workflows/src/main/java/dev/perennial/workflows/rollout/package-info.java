@NullMarked
package dev.perennial.workflows.rollout;

import org.jspecify.annotations.NullMarked;
