/** Bulk embedding with Apache Spark. */
@NullMarked
package ai.magibu.spark;

import org.jspecify.annotations.NullMarked;
