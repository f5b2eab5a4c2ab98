/** What every route shares: errors, parameters, bodies, and who may ask. */
@NullMarked
package dev.perennial.console.http;

import org.jspecify.annotations.NullMarked;
