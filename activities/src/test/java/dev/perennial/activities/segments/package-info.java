@NullMarked
package dev.perennial.activities.segments;

import org.jspecify.annotations.NullMarked;
