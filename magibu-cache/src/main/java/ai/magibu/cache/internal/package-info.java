/** The common part of the decorators. Not for users. */
@NullMarked
package ai.magibu.cache.internal;

import org.jspecify.annotations.NullMarked;
