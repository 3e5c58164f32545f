/**
 * A student model on PyTorch: forward pass, gradients, optimizer. The only package that imports DJL.
 *
 * <p>Two rules of DJL's PyTorch engine hold in every class. A result belongs to the manager of its first operand, so a weight is never the
 * first operand: its results would accumulate step after step. No operation under autograd takes a Java number, because DJL wraps it in a
 * buffer that it frees at once, and autograd reads it in the backward pass; after a garbage collection the gradients would be wrong.
 */
@NullMarked
package ai.magibu.adaptation.internal.student;

import org.jspecify.annotations.NullMarked;
