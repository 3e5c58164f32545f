/** The beans of each model, and what is said when they cannot be created. */
@NullMarked
package ai.magibu.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
