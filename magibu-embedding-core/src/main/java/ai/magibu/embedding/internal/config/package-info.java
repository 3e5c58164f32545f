/** Reads a SentenceTransformers folder's JSON files into typed, validated values. */
@NullMarked
package ai.magibu.embedding.internal.config;

import org.jspecify.annotations.NullMarked;
