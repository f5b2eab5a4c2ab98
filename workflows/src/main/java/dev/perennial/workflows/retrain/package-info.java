@NullMarked
package dev.perennial.workflows.retrain;

import org.jspecify.annotations.NullMarked;
