/** API keys and the access log. */
@NullMarked
package ai.magibu.server.access;

import org.jspecify.annotations.NullMarked;
