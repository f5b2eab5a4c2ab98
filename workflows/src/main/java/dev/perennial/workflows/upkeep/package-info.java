/** The upkeep of the logs: small files become one, what is too old goes, and so do rows that a person asks to remove. */
@NullMarked
package dev.perennial.workflows.upkeep;

import org.jspecify.annotations.NullMarked;
