@NullMarked
package dev.perennial.workflows.support;

import org.jspecify.annotations.NullMarked;
