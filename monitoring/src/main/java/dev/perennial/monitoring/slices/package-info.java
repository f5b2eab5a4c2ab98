/** How a model does on parts of its traffic: declared slices and automatically found weak ones. */
@NullMarked
package dev.perennial.monitoring.slices;

import org.jspecify.annotations.NullMarked;
