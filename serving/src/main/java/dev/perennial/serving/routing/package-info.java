@NullMarked
package dev.perennial.serving.routing;

import org.jspecify.annotations.NullMarked;
