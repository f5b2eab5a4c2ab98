/** How the service answered, which is known without any label. */
@NullMarked
package dev.perennial.monitoring.service;

import org.jspecify.annotations.NullMarked;
