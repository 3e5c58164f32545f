/** Settings and results of the steps, and their exception. */
@NullMarked
package ai.magibu.adaptation.api;

import org.jspecify.annotations.NullMarked;
