/** What a model achieves on rows without labels: the estimate, how far it may be trusted, and how it turned out. */
@NullMarked
package dev.perennial.monitoring.estimation;

import org.jspecify.annotations.NullMarked;
