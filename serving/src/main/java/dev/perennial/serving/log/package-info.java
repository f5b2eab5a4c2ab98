@NullMarked
package dev.perennial.serving.log;

import org.jspecify.annotations.NullMarked;
