/** Safetensors files. */
@NullMarked
package ai.magibu.adaptation.internal.weights;

import org.jspecify.annotations.NullMarked;
