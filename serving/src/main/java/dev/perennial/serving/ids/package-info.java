@NullMarked
package dev.perennial.serving.ids;

import org.jspecify.annotations.NullMarked;
