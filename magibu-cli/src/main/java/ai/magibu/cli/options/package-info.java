/** Options that several commands share. */
@NullMarked
package ai.magibu.cli.options;

import org.jspecify.annotations.NullMarked;
