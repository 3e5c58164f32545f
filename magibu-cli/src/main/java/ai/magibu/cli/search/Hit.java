package ai.magibu.cli.search;

import org.jspecify.annotations.Nullable;

/**
 * A row that was found.
 *
 * @param row its number, from 1
 * @param score its cosine with the query
 * @param id the id as JSON text; null for none
 * @param text the text; null if it is unknown
 */
record Hit(long row, double score, @Nullable String id, @Nullable String text) {}
