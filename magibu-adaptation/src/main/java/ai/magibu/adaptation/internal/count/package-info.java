/** Counts the words of texts. */
@NullMarked
package ai.magibu.adaptation.internal.count;

import org.jspecify.annotations.NullMarked;
