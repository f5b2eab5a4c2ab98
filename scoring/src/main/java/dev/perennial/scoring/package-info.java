/**
 * Feature schemas, rows and tables, and models compiled to flat arrays: everything a gateway needs to answer a
 * prediction. Pure: no I/O, no clock, no training library.
 */
@NullMarked
package dev.perennial.scoring;

import org.jspecify.annotations.NullMarked;
