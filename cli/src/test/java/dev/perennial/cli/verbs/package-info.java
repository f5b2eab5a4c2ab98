@NullMarked
package dev.perennial.cli.verbs;

import org.jspecify.annotations.NullMarked;
