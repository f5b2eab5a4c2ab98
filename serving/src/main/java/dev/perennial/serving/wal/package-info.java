@NullMarked
package dev.perennial.serving.wal;

import org.jspecify.annotations.NullMarked;
