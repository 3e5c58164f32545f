/** Step 1 of 7: reads a SentenceTransformers directory's JSON files into typed, validated values. */
@NullMarked
package ai.magibu.embedding.config;

import org.jspecify.annotations.NullMarked;
