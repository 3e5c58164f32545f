/** The HTTP server: its start and its settings. */
@NullMarked
package ai.magibu.server;

import org.jspecify.annotations.NullMarked;
