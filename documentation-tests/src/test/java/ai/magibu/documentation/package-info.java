/** Holds README.md and docs/ against the code. */
@NullMarked
package ai.magibu.documentation;

import org.jspecify.annotations.NullMarked;
