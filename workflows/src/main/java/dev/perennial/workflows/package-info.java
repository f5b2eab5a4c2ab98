@NullMarked
package dev.perennial.workflows;

import org.jspecify.annotations.NullMarked;
