@NullMarked
package dev.perennial.workflows.review;

import org.jspecify.annotations.NullMarked;
