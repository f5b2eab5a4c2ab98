@NullMarked
package dev.perennial.serving.gateway;

import org.jspecify.annotations.NullMarked;
