/** Step 2 of 8: reads a SentenceTransformers directory's JSON files into typed, validated values. */
@NullMarked
package ai.magibu.embedding.config;

import org.jspecify.annotations.NullMarked;
