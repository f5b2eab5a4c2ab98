/** Faults between a client and a server over HTTP, each of which counts how often it struck. */
@NullMarked
package dev.perennial.testing.faults;

import org.jspecify.annotations.NullMarked;
