package ai.magibu.sample.search;

import ai.magibu.sample.store.FoundChunk;
import java.util.Set;

/** A chunk with its place in the joined order. */
record Candidate(FoundChunk chunk, double score, Set<String> foundBy) {}
