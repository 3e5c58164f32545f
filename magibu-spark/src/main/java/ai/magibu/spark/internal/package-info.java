/** Half precision, for the packages of this module. */
@NullMarked
package ai.magibu.spark.internal;

import org.jspecify.annotations.NullMarked;
