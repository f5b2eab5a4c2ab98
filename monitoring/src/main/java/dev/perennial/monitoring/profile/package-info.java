/** Profiles: integer counts over bins frozen with a reference, merged by addition. */
@NullMarked
package dev.perennial.monitoring.profile;

import org.jspecify.annotations.NullMarked;
