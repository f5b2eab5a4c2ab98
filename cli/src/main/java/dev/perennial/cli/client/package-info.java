/** How the verbs reach the control API and the gateway. */
@NullMarked
package dev.perennial.cli.client;

import org.jspecify.annotations.NullMarked;
