/** Metrics and traces of the embedders' calls. */
@NullMarked
package ai.magibu.spring.boot.observation;

import org.jspecify.annotations.NullMarked;
