/** The command {@code compare}. */
@NullMarked
package ai.magibu.cli.compare;

import org.jspecify.annotations.NullMarked;
