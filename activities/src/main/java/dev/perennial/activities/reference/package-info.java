/** What a version is compared with later: profiles of its training rows and its held-out performance. */
@NullMarked
package dev.perennial.activities.reference;

import org.jspecify.annotations.NullMarked;
