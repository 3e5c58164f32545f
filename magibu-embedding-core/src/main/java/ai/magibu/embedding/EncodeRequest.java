package ai.magibu.embedding;

import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Prompt;

/** How a call encodes: its options, completed by the embedder's defaults and checked. */
record EncodeRequest(Prompt prompt, Matryoshka matryoshka, OnTooLong onTooLong) {}
