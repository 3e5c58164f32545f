package ai.magibu.embedding.source;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model's files on this machine.
 *
 * @param source the source of the files, as the user wrote it
 * @param revision the commit of a model from a hub, 40 hexadecimal digits; null for others
 * @param folder the SentenceTransformers folder
 */
public record ResolvedModel(String source, @Nullable String revision, Path folder) {}
