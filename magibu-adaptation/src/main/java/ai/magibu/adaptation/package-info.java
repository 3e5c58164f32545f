/** The steps of an adaptation: tokenizer surgery, cloning, teacher vectors, distillation. */
@NullMarked
package ai.magibu.adaptation;

import org.jspecify.annotations.NullMarked;
