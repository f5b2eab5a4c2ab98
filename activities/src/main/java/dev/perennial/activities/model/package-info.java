/** What the model's entity needs of the registry. */
@NullMarked
package dev.perennial.activities.model;

import org.jspecify.annotations.NullMarked;
