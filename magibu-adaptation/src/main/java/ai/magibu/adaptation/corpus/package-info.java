/** Texts by language. */
@NullMarked
package ai.magibu.adaptation.corpus;

import org.jspecify.annotations.NullMarked;
