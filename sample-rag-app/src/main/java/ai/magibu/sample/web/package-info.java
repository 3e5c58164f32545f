/** The HTTP interface: JSON in and out, errors as problem+json (RFC 9457). */
@NullMarked
package ai.magibu.sample.web;

import org.jspecify.annotations.NullMarked;
