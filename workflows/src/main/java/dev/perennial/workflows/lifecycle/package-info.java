/** The entity of a model: how the contracts of {@code model} are kept. */
@NullMarked
package dev.perennial.workflows.lifecycle;

import org.jspecify.annotations.NullMarked;
