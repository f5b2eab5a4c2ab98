@NullMarked
package dev.perennial.workflows.monitor;

import org.jspecify.annotations.NullMarked;
