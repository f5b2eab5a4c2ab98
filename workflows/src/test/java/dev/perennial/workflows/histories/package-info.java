@NullMarked
package dev.perennial.workflows.histories;

import org.jspecify.annotations.NullMarked;
