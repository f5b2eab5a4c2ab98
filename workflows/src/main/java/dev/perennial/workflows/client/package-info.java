/** How processes reach Temporal: a bounded connection, the monitoring schedules, the search attributes. */
@NullMarked
package dev.perennial.workflows.client;

import org.jspecify.annotations.NullMarked;
