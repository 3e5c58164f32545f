/** The beans of each model, and the failure analyses for models that cannot be loaded. */
@NullMarked
package ai.magibu.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
