/** The whole loop played on the departures of New York's airports in 2013. */
@NullMarked
package dev.perennial.cli.demo;

import org.jspecify.annotations.NullMarked;
