/** The command {@code embed}. */
@NullMarked
package ai.magibu.cli.embed;

import org.jspecify.annotations.NullMarked;
