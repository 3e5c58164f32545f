/** The training of a student: order and batches, learning rate, loop, validation, checkpoints. */
@NullMarked
package ai.magibu.adaptation.internal.train;

import org.jspecify.annotations.NullMarked;
