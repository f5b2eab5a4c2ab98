/** Which gateways live, and how far each follows the registry. */
@NullMarked
package dev.perennial.console.gateways;

import org.jspecify.annotations.NullMarked;
