/** Measurements: the whole of the model's work against its peers, each in a process of its own, and JMH for the parts. */
@NullMarked
package ai.magibu.benchmarks;

import org.jspecify.annotations.NullMarked;
