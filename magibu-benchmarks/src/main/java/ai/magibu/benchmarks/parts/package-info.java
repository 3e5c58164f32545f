/** JMH benchmarks of the parts. The only code outside core that uses its internal packages, to measure each part without the others. */
@NullMarked
package ai.magibu.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
