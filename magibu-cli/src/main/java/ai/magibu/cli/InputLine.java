package ai.magibu.cli;

import ai.magibu.embedding.api.Passage;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code embed}'s input.
 *
 * @param number the line's number, from 1
 * @param id the id as the JSON text it was, quotes and all; null for none
 * @param passage what to embed
 */
record InputLine(long number, @Nullable String id, Passage passage) {}
