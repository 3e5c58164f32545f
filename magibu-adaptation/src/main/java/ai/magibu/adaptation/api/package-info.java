/** What every step has in common. */
@NullMarked
package ai.magibu.adaptation.api;

import org.jspecify.annotations.NullMarked;
