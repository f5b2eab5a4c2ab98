/** A window's report as one self-contained page: what it says in words, in charts, and in the tables behind them. */
@NullMarked
package dev.perennial.console.report;

import org.jspecify.annotations.NullMarked;
