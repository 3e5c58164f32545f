/** The learners of scikit-learn, with its arithmetic and its draws. */
@NullMarked
package ai.magibu.evaluation.internal.learn;

import org.jspecify.annotations.NullMarked;
