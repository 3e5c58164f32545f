/** The steps of a tokenizer surgery: weigh, prune, extend, measure. */
@NullMarked
package ai.magibu.adaptation.internal.surgery;

import org.jspecify.annotations.NullMarked;
