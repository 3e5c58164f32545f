/** Measurements: the model compared with its peers, each in a separate process, and JMH benchmarks of the parts. */
@NullMarked
package ai.magibu.benchmarks;

import org.jspecify.annotations.NullMarked;
