/**
 * Training with Tribuo: a table of labelled rows and a recipe go in, a compiled model that was proven to score as
 * Tribuo's does comes out. No storage and no workflow: whoever calls says where rows come from and models go.
 */
@NullMarked
package dev.perennial.activities.training;

import org.jspecify.annotations.NullMarked;
