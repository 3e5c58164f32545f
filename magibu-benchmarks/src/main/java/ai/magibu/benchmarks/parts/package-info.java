/** JMH for the parts. The only code outside the core that looks into its packages: a part is not to be measured through others. */
@NullMarked
package ai.magibu.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
