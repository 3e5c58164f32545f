/** What the decorators have in common. Not for users. */
@NullMarked
package ai.magibu.cache.internal;

import org.jspecify.annotations.NullMarked;
