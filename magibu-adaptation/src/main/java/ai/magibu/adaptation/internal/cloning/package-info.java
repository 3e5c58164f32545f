/** A student's embedding table and folder, made of a teacher's. */
@NullMarked
package ai.magibu.adaptation.internal.cloning;

import org.jspecify.annotations.NullMarked;
