/** {@code evaluate}: scores on TR-MTEB and on the user's own data. */
@NullMarked
package ai.magibu.cli.evaluate;

import org.jspecify.annotations.NullMarked;
