/** The command {@code chunks}. */
@NullMarked
package ai.magibu.cli.chunks;

import org.jspecify.annotations.NullMarked;
