/** Rules of the house about compiled classes, each with its reason. */
@NullMarked
package dev.perennial.testing.rules;

import org.jspecify.annotations.NullMarked;
