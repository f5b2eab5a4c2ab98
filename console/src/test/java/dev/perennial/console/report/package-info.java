@NullMarked
package dev.perennial.console.report;

import org.jspecify.annotations.NullMarked;
