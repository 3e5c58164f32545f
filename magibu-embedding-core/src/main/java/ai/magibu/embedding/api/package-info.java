/** What users and every stage share: inputs, options, results and exceptions. Imports no other package of the library. */
@NullMarked
package ai.magibu.embedding.api;

import org.jspecify.annotations.NullMarked;
