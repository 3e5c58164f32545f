/** The embedders of an application context: loading, finding, shutdown. */
@NullMarked
package ai.magibu.spring.boot.model;

import org.jspecify.annotations.NullMarked;
