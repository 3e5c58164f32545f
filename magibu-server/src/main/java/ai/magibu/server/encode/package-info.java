/** The common part of both protocols: the inputs of a request, limits, encoding and failures. */
@NullMarked
package ai.magibu.server.encode;

import org.jspecify.annotations.NullMarked;
