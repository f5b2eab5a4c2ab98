/** Declared models: apply, list, show, delete. */
@NullMarked
package dev.perennial.console.models;

import org.jspecify.annotations.NullMarked;
