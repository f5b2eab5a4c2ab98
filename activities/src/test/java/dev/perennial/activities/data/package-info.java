@NullMarked
package dev.perennial.activities.data;

import org.jspecify.annotations.NullMarked;
