@NullMarked
package dev.perennial.scoring;

import org.jspecify.annotations.NullMarked;
