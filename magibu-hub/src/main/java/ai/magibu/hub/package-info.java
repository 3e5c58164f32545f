/**
 * Downloads models and data sets from the Hugging Face hub into the cache that Python's {@code huggingface_hub} uses.
 * {@link ai.magibu.hub.Hub} is the entry point.
 */
@NullMarked
package ai.magibu.hub;

import org.jspecify.annotations.NullMarked;
