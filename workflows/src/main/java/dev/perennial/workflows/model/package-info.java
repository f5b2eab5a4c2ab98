@NullMarked
package dev.perennial.workflows.model;

import org.jspecify.annotations.NullMarked;
