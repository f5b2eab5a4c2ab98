/** Pages for people: markup that is escaped by construction, and the frame around it. */
@NullMarked
package dev.perennial.console.html;

import org.jspecify.annotations.NullMarked;
