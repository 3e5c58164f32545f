package ai.magibu.embedding;

import ai.magibu.embedding.api.Embedding;
import java.time.Duration;
import java.util.List;

/**
 * @param embeddings of the texts, in their order
 * @param waiting how long the model was busy with other calls alone
 */
record EncodeResult(List<Embedding> embeddings, Duration waiting) {}
