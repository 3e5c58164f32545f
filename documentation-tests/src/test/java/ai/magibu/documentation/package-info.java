/** Compares the pages with the code, and checks the English of all texts. */
@NullMarked
package ai.magibu.documentation;

import org.jspecify.annotations.NullMarked;
