package ai.magibu.embedding;

import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Prompt;

/** How a call encodes, with the embedder's defaults filled in and checked. */
record EncodeRequest(Prompt prompt, int dimensions, OnTooLong onTooLong) {}
