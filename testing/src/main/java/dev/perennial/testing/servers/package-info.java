/** The real Temporal and S3 servers as objects that a test starts, kills and restarts. */
@NullMarked
package dev.perennial.testing.servers;

import org.jspecify.annotations.NullMarked;
