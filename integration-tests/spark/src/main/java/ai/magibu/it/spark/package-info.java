/** Programs for spark-submit that check the published jar. They need nothing but Spark and that jar. */
@NullMarked
package ai.magibu.it.spark;

import org.jspecify.annotations.NullMarked;
