/** The command {@code bench}. */
@NullMarked
package ai.magibu.cli.bench;

import org.jspecify.annotations.NullMarked;
