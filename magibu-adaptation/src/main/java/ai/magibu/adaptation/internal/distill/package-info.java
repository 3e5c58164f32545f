/** A distillation from its files to its files. */
@NullMarked
package ai.magibu.adaptation.internal.distill;

import org.jspecify.annotations.NullMarked;
