@NullMarked
package dev.perennial.activities.monitor;

import org.jspecify.annotations.NullMarked;
