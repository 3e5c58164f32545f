/** The terminal, the standard streams and files. */
@NullMarked
package ai.magibu.cli.io;

import org.jspecify.annotations.NullMarked;
